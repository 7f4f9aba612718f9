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

/// How far work has come, and whether somebody asked to stop it.
public struct ProgressState: Equatable, Sendable {
    /// What is being done.
    public let title: SafeText
    /// What is counted.
    public let unit: SafeText
    /// The units done; never goes back.
    public private(set) var done: Int
    /// The units there are; nil while that is not known.
    public private(set) var total: Int?
    /// Whether stopping was asked for; the work ends when it next looks.
    public private(set) var isCancelRequested: Bool

    /// Starts with nothing done.
    public init(title: SafeText, unit: SafeText, total: Int? = nil) {
        self.title = title
        self.unit = unit
        self.total = total
        done = 0
        isCancelRequested = false
    }

    /// Says how far the work has come; less than before is ignored.
    public mutating func update(done newDone: Int, total newTotal: Int? = nil) {
        done = max(done, newDone)
        total = newTotal ?? total
    }

    /// Asks the work to stop.
    public mutating func requestCancel() {
        isCancelRequested = true
    }

    /// What the screen shows of it.
    public func model(cancelKey: SafeText?, spinnerStep: Int = 0) -> ProgressModel {
        ProgressModel(
            title: title,
            done: done,
            total: total,
            unit: unit,
            cancelKey: isCancelRequested ? nil : cancelKey,
            spinnerStep: spinnerStep
        )
    }
}
