/// The line of a demonstration, which can be disturbed to see what happens then.
public protocol DemoLine: Sendable {
    /// Makes the line behave so from now on.
    func apply(_ command: LineCommand) async
}
