/// A property that two equal nodes may differ in: positions do not count when syntax is compared.
@propertyWrapper
public struct NotCompared<Value: Sendable>: Hashable, Sendable {
    /// The property.
    public var wrappedValue: Value

    /// A property that does not count.
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

    /// Always equal.
    public static func == (_: NotCompared, _: NotCompared) -> Bool { true }

    /// Adds nothing, for values that compare equal hash alike.
    public func hash(into _: inout Hasher) {}
}
