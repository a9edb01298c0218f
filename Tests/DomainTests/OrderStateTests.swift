import Domain
import Testing

@Suite struct OrderStateTests {
    // The official diagrams (TMF622 v4, LifeCycle_ProductOrder), written down once more as a table.
    private static let official: [OrderState: Set<OrderState>] = [
        .acknowledged: [.inProgress, .pending],
        .inProgress: [.pending, .held, .assessingCancellation, .completed, .failed, .partial],
        .pending: [.inProgress, .assessingCancellation, .cancelled],
        .held: [.inProgress, .assessingCancellation, .cancelled],
        .assessingCancellation: [.inProgress, .pending, .held, .pendingCancellation],
        .pendingCancellation: [.cancelled],
        .completed: [], .failed: [], .partial: [], .cancelled: [], .rejected: [],
    ]

    @Test(arguments: OrderState.allCases) func followsTheOfficialLifeCycle(state: OrderState) {
        #expect(state.successors == Self.official[state])
    }

    @Test func everyStateButTheFinalOnesLeadsToAnEnd() {
        for start in OrderState.allCases {
            var reached: Set<OrderState> = [start]
            var frontier = [start]
            while let state = frontier.popLast() {
                for next in state.successors where reached.insert(next).inserted { frontier.append(next) }
            }
            #expect(!reached.filter(\.isFinal).isEmpty, "\(start) leads nowhere")
        }
    }

    @Test func orderStateFollowsFromItemsForEveryCombinationOfThree() {
        for first in OrderState.allCases {
            for second in OrderState.allCases {
                for third in OrderState.allCases {
                    let items = [first, second, third]
                    let derived = OrderState.derived(fromItems: items)
                    #expect((derived == nil) == items.contains { !$0.isFinal })
                    if let derived {
                        #expect(derived.isFinal)
                        #expect((derived == .completed) == items.allSatisfy { $0 == .completed })
                        #expect((derived == .cancelled) == items.allSatisfy { $0 == .cancelled })
                        #expect((derived == .partial) == (items.contains(.completed) && Set(items).count > 1))
                    }
                }
            }
        }
        #expect(OrderState.derived(fromItems: []) == nil)
    }
}
