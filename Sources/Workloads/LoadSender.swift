import AsyncHTTPClient
import NIOCore
import Primitives

/// Sends one request of a load after the other and accounts for each answer. A request costs no task of its own.
struct LoadSender {
    let tally = LoadTally()
    private let configuration: LoadConfiguration
    private let customers: [String]
    private let tag: String
    private let connection: ServerConnection
    private let journal: WriteJournal
    private let surroundings: Surroundings
    private let templates: [OrderTemplate]
    private let orderRequest: HTTPClient.Request
    private let start = ContinuousClock.now

    init(
        _ configuration: LoadConfiguration,
        _ customers: [String],
        _ tag: String,
        _ connection: ServerConnection,
        _ journal: WriteJournal,
        _ surroundings: Surroundings
    ) throws {
        precondition(!customers.isEmpty)
        self.configuration = configuration
        self.customers = customers
        self.tag = tag
        self.connection = connection
        self.journal = journal
        self.surroundings = surroundings
        let offerings = TelecomCatalogue.standard.offerings
        templates =
            offerings.map { OrderTemplate([$0]) }
            + zip(offerings, offerings.dropFirst()).map { OrderTemplate([$0, $1]) }
        orderRequest = try connection.post(APIPath.productOrder)
    }

    /// Nanoseconds since the start.
    var elapsed: Int64 { (ContinuousClock.now - start).nanoseconds }

    /// Sends request `number`, due at `dueAt` nanoseconds after the start, or counts it as not sent.
    ///
    /// - Throws: `WorkloadError` if the journal cannot be written.
    func send(_ number: Int, dueAt: Int64, _ random: inout SeededRandom) throws {
        // Drawn for every request, sent or not, so that the rest is the same in every run of a seed.
        let draw = Int(random.next() % UInt64(configuration.mix.total))
        let customer = customers[Int(random.next() % UInt64(customers.count))]
        let choice = random.next()
        guard tally.admit(limit: configuration.inFlightMax, late: elapsed - dueAt) else { return }
        if draw >= configuration.mix.orders {
            let isOrder = draw < configuration.mix.orders + configuration.mix.orderReads
            let path =
                isOrder
                ? tally.recentOrder(choice).map { "\(APIPath.productOrder)/\($0)" } : nil
            let request = try connection.get(path ?? "\(APIPath.customer)/\(customer)")
            follow(connection.start(request), .read, dueAt, ticket: nil)
            return
        }
        let template = templates[Int(choice % UInt64(templates.count))]
        let reference = "\(tag)-\(String(number, radix: 36))"
        let key = surroundings.identifier()
        let ticket: WriteJournal.Ticket
        do {
            ticket = try journal.willSend(
                JournalEntry(kind: .order, key: key, reference: reference, itemCount: template.itemCount)
            )
        } catch {
            tally.failed(.connection, now: elapsed)
            throw error
        }
        let body = template.body(reference: reference, customer: customer)
        follow(connection.start(orderRequest, body: body, idempotencyKey: key), .order, dueAt, ticket: ticket)
    }

    private func follow(
        _ task: HTTPClient.Task<ServerAnswer>,
        _ request: LoadTally.Request,
        _ dueAt: Int64,
        ticket: WriteJournal.Ticket?
    ) {
        task.futureResult.whenComplete { [tally, journal, start] result in
            let now = (ContinuousClock.now - start).nanoseconds
            switch result {
            case .success(let answer):
                if let ticket {
                    switch answer.meaning {
                    case .acknowledged:
                        journal.answered(ticket, .acknowledged(id: answer.createdID ?? ""))
                    case .refused: journal.answered(ticket, .refused(status: answer.status))
                    case .failed: break
                    }
                }
                tally.answered(request, answer, latency: now - dueAt, now: now)
            case .failure(let error):
                let isTimeout = (error as? HTTPClientError).map(Self.timeouts.contains) ?? false
                tally.failed(isTimeout ? .timeout : .connection, now: now)
            }
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .deadlineExceeded, .readTimeout, .writeTimeout, .connectTimeout, .getConnectionFromPoolTimeout,
    ]
}
