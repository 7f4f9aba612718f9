/// Link of a demo whose condition can be changed.
package protocol DemoLine: Sendable {
    /// Changes the condition of the link.
    func apply(_ command: LineCommand) async
}
