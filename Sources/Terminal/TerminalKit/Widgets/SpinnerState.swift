/// A spinner that only shows once the wait is long enough to be noticed.
///
/// Time is handed in as milliseconds on any clock that does not go back.
public struct SpinnerState: Equatable, Sendable {
    /// A shorter wait shows no spinner: it would only flicker.
    public static let delayMilliseconds: Int64 = 300
    /// How long each frame stays; slower costs fewer bytes over a thin line.
    public static let frameMilliseconds: Int64 = 250

    /// When the wait began; nil while nothing is waited for.
    public private(set) var startedMilliseconds: Int64?

    /// Starts with nothing to wait for.
    public init() {}

    /// Begins to wait; does nothing while already waiting.
    public mutating func start(nowMilliseconds: Int64) {
        startedMilliseconds = startedMilliseconds ?? nowMilliseconds
    }

    /// Ends the wait.
    public mutating func stop() {
        startedMilliseconds = nil
    }

    /// The frame to draw, counted from 0; nil while no spinner is to be seen.
    public func step(nowMilliseconds: Int64) -> Int? {
        guard let waited = waited(nowMilliseconds), waited >= Self.delayMilliseconds else {
            return nil
        }
        return Int((waited - Self.delayMilliseconds) / Self.frameMilliseconds)
    }

    /// When ``step(nowMilliseconds:)`` changes next; nil while nothing is waited for.
    public func nextDeadlineMilliseconds(nowMilliseconds: Int64) -> Int64? {
        guard let waited = waited(nowMilliseconds) else { return nil }
        let next =
            waited < Self.delayMilliseconds
            ? Self.delayMilliseconds
            : waited + Self.frameMilliseconds
                - (waited - Self.delayMilliseconds) % Self.frameMilliseconds
        return nowMilliseconds + (next - waited)
    }

    private func waited(_ nowMilliseconds: Int64) -> Int64? {
        startedMilliseconds.map { max(0, nowMilliseconds - $0) }
    }
}
