import Domain
import Testing

@Suite struct FraudCaseStateTests {
    @Test func everyCaseEndsAndEveryWayLeadsThroughOneDecision() {
        func paths(_ state: FraudCaseState) -> [[FraudCaseState]] {
            state.successors.isEmpty ? [[state]] : state.successors.flatMap { paths($0).map { [state] + $0 } }
        }
        let all = paths(.new)
        #expect(all.count == 3)
        #expect(Set(all.flatMap { $0 }) == Set(FraudCaseState.allCases))
        for path in all {
            #expect(path.last == .closed)
            #expect(path.filter(\.isDecision).count == 1)
            #expect(path.filter(\.isOpen) == [.new, .assigned, .inReview])
        }
    }
}
