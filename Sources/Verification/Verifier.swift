import Primitives

/// Runs checks one after the other.
public struct Verifier: Sendable {
    private let scene: Scene
    private let checks: [Check]

    /// A verifier of a target.
    ///
    /// - Parameters:
    ///   - groups: the groups to run; all where none is named.
    public init(_ target: VerificationTarget, groups: Set<CheckGroup> = [], surroundings: Surroundings) {
        scene = Scene(target, surroundings: surroundings)
        checks = Check.all.filter { groups.isEmpty || groups.contains($0.group) }
    }

    /// How many checks there are.
    public var count: Int { checks.count }

    /// Runs them; `report` is told of each when it is done.
    ///
    /// - Throws: `CancellationError`.
    public func run(_ report: @Sendable (CheckResult) -> Void) async throws -> [CheckResult] {
        var results: [CheckResult] = []
        for check in checks {
            let began = ContinuousClock.now
            let verdict: CheckResult.Verdict
            let finding: String
            do {
                finding = try await check.body(scene)
                verdict = .passed
            } catch let error as CancellationError {
                throw error
            } catch let error as Unmet {
                (verdict, finding) = (.failed, error.finding)
            } catch let error as NotApplicable {
                (verdict, finding) = (.skipped, error.reason)
            } catch {
                (verdict, finding) = (.failed, "\(error)")
            }
            let result = CheckResult(
                group: check.group,
                name: check.name,
                expectation: check.expectation,
                verdict: verdict,
                finding: finding,
                seconds: (ContinuousClock.now - began) / .seconds(1)
            )
            results.append(result)
            report(result)
        }
        return results
    }
}
