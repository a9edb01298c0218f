import Domain
import Operations

/// What a request touches, as far as roles tell apart.
enum Permission: Sendable, Hashable, CaseIterable {
    /// Nothing worth protecting: whether the program is alive, and the console's page, which holds no data.
    case open
    /// Anything that is only read.
    case read
    /// Writes parties, customers, orders, inventory and the fall-out queue.
    case serveCustomers
    /// Writes risk assessments and fraud cases.
    case judgeRisks
    /// Writes the catalogues.
    case editCatalogue
    /// Writes event registrations, topics and records.
    case integrate
    /// Reads or writes access keys, takes backups.
    case administer

    /// What a request to an endpoint needs.
    init(_ endpoint: Endpoint, isWrite: Bool) {
        switch endpoint {
        case .health, .readiness, .console: self = .open
        case .keys, .key, .backup: self = .administer
        // It is sent by POST and writes nothing.
        case .sql: self = .read
        case _ where !isWrite: self = .read
        case .collection(let kind), .resource(let kind):
            switch kind {
            case .category, .productSpecification, .productOffering, .productOfferingPrice, .serviceSpecification:
                self = .editCatalogue
            case .individual, .organization, .customer, .productOrder, .cancelProductOrder, .product, .service:
                self = .serveCustomers
            case .productOrderRiskAssessment, .partyRoleRiskAssessment, .fraudCase: self = .judgeRisks
            }
        case .assignCase, .reviewCase, .decideCase, .closeCase, .noteCase, .fraudAlerts, .fraudReport:
            self = .judgeRisks
        case .hub, .subscription, .pause, .resume, .attempts, .listener, .topics, .topic, .records, .jobs, .job,
            .stopJob,
            .savepointJob, .restartJob, .rehearseJob:
            self = .integrate
        case .fallout, .retry, .skip, .assign, .history, .audit, .customers, .overview, .shards, .feed, .metrics:
            self = .serveCustomers
        }
    }

    /// Whether a role has it.
    func isGranted(to role: Role) -> Bool {
        switch (self, role) {
        case (.open, _), (.read, _), (_, .admin): true
        case (.serveCustomers, .agent), (.serveCustomers, .machine): true
        case (.editCatalogue, .machine), (.integrate, .machine): true
        case (.judgeRisks, .analyst): true
        case (.judgeRisks, .agent), (.judgeRisks, .readOnly), (.judgeRisks, .machine): false
        case (.serveCustomers, .analyst), (.serveCustomers, .readOnly): false
        case (.editCatalogue, .agent), (.editCatalogue, .analyst), (.editCatalogue, .readOnly): false
        case (.integrate, .agent), (.integrate, .analyst), (.integrate, .readOnly): false
        case (.administer, .agent), (.administer, .analyst), (.administer, .readOnly), (.administer, .machine): false
        }
    }
}
