import Glibc
import TerminalCurses
import TerminalKit

/// The state of the probe, and its reactions to keys.
@TerminalActor
final class ProbeClient: LoopClient {
    /// Number of rows in the list.
    private static let rowCount = 1_000

    /// The reason passed to ``leave(because:)``; nil before.
    private(set) var leftBecause: LoopEnd?
    private(set) var nextDeadline: ContinuousClock.Instant?

    private let request: ProbeRequest
    private let standIn: TerminalName?
    /// The answer of the service; nil until it arrives.
    private var answer: Int?
    private var selected = 0
    private var top = 0
    private var visibleRows: Int
    private var eventCount = 0
    private var lastEvent = "none"
    private var resizes = 0
    private var hangs = false
    private var floods = false

    init(request: ProbeRequest, screen: Screen, standIn: TerminalName?) {
        self.request = request
        self.standIn = standIn
        visibleRows = Self.visibleRows(screen.size)
    }

    func handle(_ event: LoopEvent, in loop: EventLoop) {
        switch event {
        case .input(.key(.down)): select(selected + 1)
        case .input(.key(.up)): select(selected - 1)
        case .input(.key(.pageDown)): page(by: visibleRows)
        case .input(.key(.pageUp)): page(by: -visibleRows)
        case .input(.key(.end)): select(Self.rowCount - 1)
        case .input(.key(.home)): select(0)
        case .input(let input):
            note("\(input)")
            if case .key(let key) = input { press(key, in: loop) }
        case .resized(let size):
            resizes += 1
            visibleRows = Self.visibleRows(size)
            select(selected)
        case .deadline:
            nextDeadline = nil
            note("deadline")
        case .interrupted, .suspending, .resumed: note("\(event)")
        }
    }

    func leave(because end: LoopEnd) {
        leftBecause = end
    }

    func paint(on screen: Screen) {
        screen.paint(frame(on: screen))
        // Only a signal from outside can end it.
        while hangs { pause() }
        while floods {
            screen.redraw()
            screen.paint(frame(on: screen))
        }
    }

    private func press(_ key: Key, in loop: EventLoop) {
        switch key {
        case .character("q"): loop.finish()
        case .character("z"): loop.suspend()
        case .character("s"): askService(in: loop)
        case .character("t"): nextDeadline = .now + .milliseconds(40)
        case .character("e"): ProbeCrash.complain()
        case .character("h"): hangs = true
        case .character("k"): ProbeCrash.askToEnd()
        case .character("f"): floods = true
        case .character("!"): ProbeCrash.perform(request.crash)
        default: break
        }
    }

    /// Asks a service on another actor, and shows the answer when it arrives.
    private func askService(in loop: EventLoop) {
        Task { @TerminalActor in
            answer = await ProbeService.shared.answer()
            loop.setNeedsPaint()
        }
    }

    private func note(_ event: String) {
        eventCount += 1
        lastEvent = event
    }

    private func select(_ row: Int) {
        selected = min(max(0, row), Self.rowCount - 1)
        top = min(max(top, selected - max(0, visibleRows - 1)), selected)
    }

    private func page(by rows: Int) {
        top = min(max(0, top + rows), max(0, Self.rowCount - visibleRows))
        select(selected + rows)
    }

    private static func visibleRows(_ size: Size) -> Int { max(1, size.height - 3) }

    private func frame(on screen: Screen) -> Frame {
        let size = screen.size
        var frame = Frame(size: size)
        let bar = frame.bounds.firstRows(1)
        frame.clear(bar, ground: .bar)
        let standIn = standIn.map { " using \($0) for \(screen.environment.terminal)" } ?? ""
        let heading =
            "probe \(size) \(screen.terminal) \(screen.depth) resizes \(resizes)" + standIn
        frame.draw(SafeText(trusted: heading), in: bar, role: .bar)
        let answer = answer.map { " answer \($0)" } ?? ""
        frame.draw(
            SafeText(untrusted: "#\(eventCount) \(lastEvent)\(answer)", limit: .memo),
            in: frame.bounds.row(1)
        )
        let area = frame.bounds.droppingRows(2).firstRows(visibleRows)
        for line in 0..<area.height where top + line < Self.rowCount {
            let row = ProbeRow(number: top + line, isHostile: request.isHostile)
            row.draw(in: area.row(line), isSelected: row.number == selected, on: &frame)
        }
        frame.draw("q leave", in: frame.bounds.row(size.height - 1), role: .textMuted)
        frame.placeCursor(at: Point(x: 0, y: 2 + selected - top))
        return frame
    }
}
