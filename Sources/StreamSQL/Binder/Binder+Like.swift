extension Binder {
    /// A declaration with what LIKE takes from another table. Flink: MergeTableLikeUtil, INCLUDING ALL OVERWRITING OPTIONS
    /// being the default.
    ///
    /// - Throws: `SQLError`.
    func withLike(_ create: CreateTable) throws(SQLError) -> CreateTable {
        guard let like = create.like else { return create }
        let name = like.table.last
        guard let source = catalog.declarations[name.name] else {
            throw SQLError.unknown("table", name.name, in: Array(catalog.declarations.keys).sorted(), name.range)
        }
        var result = create
        result.like = nil
        result.columns = try columns(create, source, like)
        result.watermark = try merged(like, .watermarks, source.watermark, create.watermark, "a watermark")
        result.primaryKey = try merged(like, .constraints, source.primaryKey, create.primaryKey, "a primary key")
        let partitions = source.partitionedBy.isEmpty ? nil : source.partitionedBy
        let own = create.partitionedBy.isEmpty ? nil : create.partitionedBy
        result.partitionedBy = try merged(like, .partitions, partitions, own, "partitions") ?? []
        switch like.strategy(.options) {
        case .excluding: break
        case .including:
            let keys = Set(source.options.map(\.key))
            if let twice = create.options.first(where: { keys.contains($0.key) }) {
                throw SQLError(.name, "option '\(twice.key)' is given by '\(name.name)' already", at: twice.keyRange)
            }
            result.options = source.options + create.options
        case .overwriting:
            let keys = Set(create.options.map(\.key))
            result.options = source.options.filter { !keys.contains($0.key) } + create.options
        }
        return result
    }

    private func columns(
        _ create: CreateTable,
        _ source: CreateTable,
        _ like: LikeClause
    ) throws(SQLError) -> [ColumnDefinition] {
        var columns = source.columns.filter { column in
            switch column.source {
            case .physical: true
            case .computed: like.strategy(.generated) != .excluding
            case .metadata: like.strategy(.metadata) != .excluding
            }
        }
        for column in create.columns {
            guard let place = columns.firstIndex(where: { $0.name.name == column.name.name }) else {
                columns.append(column)
                continue
            }
            switch (columns[place].source, column.source) {
            case (.computed, .computed) where like.strategy(.generated) == .overwriting,
                (.metadata, .metadata) where like.strategy(.metadata) == .overwriting:
                columns[place] = column
            default:
                throw SQLError(
                    .name,
                    "column '\(column.name.name)' is declared by '\(source.name.last.name)' already",
                    at: column.range
                )
            }
        }
        return columns
    }

    private func merged<Part>(
        _ like: LikeClause,
        _ feature: LikeClause.Feature,
        _ source: Part?,
        _ own: Part?,
        _ what: String
    ) throws(SQLError) -> Part? {
        switch like.strategy(feature) {
        case .excluding: return own
        case .overwriting: return own ?? source
        case .including:
            guard source == nil || own == nil else {
                throw SQLError(
                    .name,
                    "\(what) is declared by '\(like.table.last.name)' already",
                    at: like.table.range,
                    hint: "EXCLUDING \(feature.rawValue)"
                )
            }
            return own ?? source
        }
    }
}

extension LikeClause {
    /// What is done with a feature.
    fileprivate func strategy(_ feature: Feature) -> Strategy {
        if let own = options.last(where: { $0.feature == feature }) { return own.strategy }
        if let all = options.last(where: { $0.feature == .all }) { return all.strategy }
        return feature == .options ? .overwriting : .including
    }
}
