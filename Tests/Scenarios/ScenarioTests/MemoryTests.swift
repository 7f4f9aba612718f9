import Glibc
import PseudoTerminal
import Testing

/// Goal: no other process of the account reads out of memory what the bank and the console hold.
///
/// Method: the real programs, looked at from beside; a program that forbids nothing can be seen.
@Suite("Scenario: the memory of running programs")
struct MemoryTests {
    @Test("the console cannot be looked into from its first line on")
    func console() throws {
        try requireSight()
        let state = try DemoState()
        let console = try Onlooker.start(
            BuiltProgram.path("counterfoil"),
            ["demo", "--linear", "--state", state.path]
        )
        try console.waitForText("Sign in to")
        #expect(try !Onlooker.canLookInto(console.processID))
    }

    @Test("the bank cannot be looked into while it serves")
    func bank() throws {
        try requireSight()
        let template = try NetworkBank()
        try template.stop()
        let bank = try Onlooker.start(
            BuiltProgram.path("counterfoild"),
            ["serve", "--data", template.path, "--port", "0"]
        )
        try bank.waitForText("Listening on https://")
        #expect(try !Onlooker.canLookInto(bank.processID))
        bank.signal(SIGTERM)
        #expect(try bank.waitForEnd() == .exited(0))
    }

    /// Makes sure that a program which forbids nothing is seen, so that the others are not hidden by
    /// something else.
    private func requireSight() throws {
        let other = try Onlooker.start("/bin/sh", ["-c", "echo up; read line"])
        // Before it has become that program, its user's change hides it.
        try other.waitForText("up")
        try #require(try Onlooker.canLookInto(other.processID))
    }
}
