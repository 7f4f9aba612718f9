import Glibc
import TerminalCurses
import TerminalKit

/// A small program on a screen of ours, for tests and for measuring.
///
/// It shows a list, echoes what the decoder makes of keys, and does on request what no real program
/// should: crash in several ways, hang, draw hostile names.
@main
enum Main {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard let request = ProbeRequest(arguments) else {
            print("terminal-probe: unknown argument in \(arguments.joined(separator: " "))")
            exit(EX_USAGE)
        }
        let environment = TerminalEnvironment.current(settings: request.settings)
        environment.scrubProcess()
        let status = TerminalActor.run { run(request, environment) }
        exit(status)
    }

    @TerminalActor
    private static func run(
        _ request: ProbeRequest,
        _ environment: TerminalEnvironment
    ) -> CInt {
        switch Screen.open(environment: environment, theme: request.theme) {
        case .linear(let obstacle):
            let end = LineLoop().run(ProbeLines(greeting: "linear: \(obstacle)"))
            print("ended: \(end)")
            return end == .finished ? EXIT_SUCCESS : 1
        case .screen(let screen, let standIn):
            let loop = EventLoop(
                screen: screen,
                options: .init(allowsSuspension: request.allowsSuspension)
            )
            let client = ProbeClient(
                request: request,
                screen: screen,
                standIn: standIn,
                ask: ask
            )
            let end = loop.run(client)
            screen.close()
            print("ended: \(end), left because: \(client.leftBecause.map { "\($0)" } ?? "nothing")")
            return end == .finished ? EXIT_SUCCESS : 1
        }
    }

    /// Asks a service on another actor, and brings the answer back to the terminal's thread.
    @TerminalActor
    private static func ask(_ client: ProbeClient, _ loop: EventLoop) {
        Task { @TerminalActor in
            client.answer = await ProbeService.shared.answer()
            loop.setNeedsPaint()
        }
    }
}

/// Stands for a service: an actor on the shared pool of threads.
actor ProbeService {
    /// The one service.
    static let shared = ProbeService()

    /// The answer.
    func answer() -> Int { 42 }
}
