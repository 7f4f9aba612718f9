import Glibc
import TerminalCurses
import TerminalKit

/// A small program on a screen of the terminal library, for tests and measurements.
///
/// It shows a list and echoes the decoded keys. On request it misbehaves as no real program should:
/// it crashes in several ways, hangs, or draws hostile names.
@main
enum Main {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard let request = ProbeRequest(arguments) else {
            print("terminal-probe: unknown argument in \(arguments.joined(separator: " "))")
            exit(EX_USAGE)
        }
        let environment = TerminalEnvironment.current()
        environment.scrubProcess()
        let status = TerminalActor.run { run(request, environment) }
        exit(status)
    }

    @TerminalActor
    private static func run(
        _ request: ProbeRequest,
        _ environment: TerminalEnvironment
    ) -> CInt {
        switch Screen.open(environment: environment, theme: ProbeTheme.dark) {
        case .linear(let obstacle):
            let end = LineLoop().run(ProbeLines(greeting: "linear: \(obstacle)"))
            print("ended: \(end)")
            return end == .finished ? EXIT_SUCCESS : 1
        case .screen(let screen, let standIn):
            let loop = EventLoop(screen: screen, allowsSuspension: request.allowsSuspension)
            let client = ProbeClient(request: request, screen: screen, standIn: standIn)
            let end = loop.run(client)
            screen.close()
            print("ended: \(end), left because: \(client.leftBecause.map { "\($0)" } ?? "nothing")")
            return end == .finished ? EXIT_SUCCESS : 1
        }
    }
}

/// A stand-in for a service: an actor on the shared thread pool.
actor ProbeService {
    /// The single instance of the service.
    static let shared = ProbeService()

    /// Returns a constant answer.
    func answer() -> Int { 42 }
}
