import CNcurses
import Glibc
public import TerminalKit

/// The terminal as a grid of cells, painted by ncurses.
///
/// There is at most one. From ``open(environment:theme:options:)`` to ``close()`` the terminal is
/// ours: raw modes, alternate screen, bracketed paste, handlers for every signal that could leave it
/// in that state.
@TerminalActor
public final class Screen {
    /// What an operator may decide.
    public struct Options: Sendable {
        /// Whether the scrollback is erased on leaving, where the terminal can.
        ///
        /// What we paint is on the alternate screen and never scrolls; but some terminals keep that
        /// too, so branches turn this on. It erases the person's own scrollback as well.
        public var erasesScrollback: Bool

        /// Makes options.
        public init(erasesScrollback: Bool = false) {
            self.erasesScrollback = erasesScrollback
        }
    }

    /// What the environment says about the terminal.
    public let environment: TerminalEnvironment
    /// The terminfo entry in use.
    public let terminal: TerminalName
    /// The colours that the terminal shows.
    public let depth: ColourDepth
    /// The marks that it can show.
    public let glyphs: Glyphs
    /// Columns and rows.
    public private(set) var size: Size
    /// How roles look.
    ///
    /// A new theme is seen at the next paint.
    public var theme: Theme {
        didSet { if theme != oldValue { adoptTheme() } }
    }

    /// Whether clicks and the wheel are reported, which takes selecting text away from people.
    ///
    /// Off until somebody asks for it.
    public var reportsMouse = false {
        didSet {
            guard isActive, reportsMouse != oldValue else { return }
            send(reportsMouse ? sequences.mouseOn : sequences.mouseOff)
        }
    }

    let options: Options
    let sequences: TerminalSequences
    let processGuard: ProcessGuard
    /// The modes before ncurses touched them.
    let originalModes: termios
    /// What the terminal shows; nil when that is not known.
    var shown: Frame?
    var styles: StyleTable
    var rowBuffer: [cchar_t] = []
    var isCursorShown: Bool?
    /// Whether the terminal is in our modes: neither suspended nor closed.
    var isActive = true
    private let handle: OpaquePointer
    private var isClosed = false

    init(
        environment: TerminalEnvironment,
        terminal: TerminalName,
        handle: OpaquePointer,
        originalModes: termios,
        theme: Theme,
        options: Options
    ) {
        self.environment = environment
        self.terminal = terminal
        self.handle = handle
        self.originalModes = originalModes
        self.options = options
        self.theme = theme
        cf_enter_modes()
        sequences = TerminalSequences(terminal: terminal)
        processGuard = ProcessGuard(
            modes: originalModes,
            reset: sequences.reset,
            wake: TerminalActor.shared.executor.wakeDescriptor,
            holdsErrorsBack: true
        )
        let colours = environment.usesColour ? Int(cf_start_colours()) : 0
        depth = ColourDepth(colours: colours, isDirect: cf_has_flag("RGB"))
        glyphs = environment.characters == .unicode ? .unicode : .ascii
        size = Size(width: Int(cf_columns()), height: Int(cf_rows()))
        styles = StyleTable(theme: theme, depth: depth)
        adoptTheme()
        send(sequences.enter)
    }

    /// Paints everything anew at the next paint, as after something else wrote to the terminal.
    public func redraw() {
        shown = nil
        cf_forget_terminal_content()
    }

    /// The largest part of a terminal that is painted, in cells; what is beyond stays blank.
    ///
    /// Whoever is at the other end of a line says how large a terminal is, up to 65,535 either way,
    /// and a screen costs some hundred bytes a cell. The largest displays have fewer columns and rows.
    nonisolated static let largestSize = Size(width: 1_000, height: 400)

    /// The part of a size that is painted.
    nonisolated static func fitted(_ size: Size) -> Size {
        Size(
            width: min(size.width, largestSize.width),
            height: min(size.height, largestSize.height)
        )
    }

    /// The size that the kernel knows; nil when it knows none.
    nonisolated static func kernelSize() -> Size? {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0 else { return nil }
        guard window.ws_col > 0, window.ws_row > 0 else { return nil }
        return Size(width: Int(window.ws_col), height: Int(window.ws_row))
    }

    /// Asks the kernel for the size, of which at most ``largestSize`` is taken.
    ///
    /// - Returns: Whether it has changed.
    public func adoptSize() -> Bool {
        guard let kernelSize = Self.kernelSize() else { return false }
        let adopted = Self.fitted(kernelSize)
        guard adopted != size else { return false }
        guard resizeterm(CInt(adopted.height), CInt(adopted.width)) == OK else { return false }
        size = Size(width: Int(cf_columns()), height: Int(cf_rows()))
        redraw()
        return true
    }

    /// Gives the terminal back as it was found.
    ///
    /// Safe to call twice.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        if isActive { leave() }
        delscreen(handle)
    }

    /// Sends bytes beside ncurses, whose own are out by then: `doupdate` flushes.
    func send(_ string: ControlString) {
        var rest = string.bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // The terminal is gone; the event loop finds that out from its input.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private func adoptTheme() {
        styles = StyleTable(theme: theme, depth: depth)
        cf_set_background(styles.entry(role: .text, ground: .background).pair)
        shown = nil
        cf_erase()
    }
}
