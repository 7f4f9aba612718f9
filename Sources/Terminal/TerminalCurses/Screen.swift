import CNcurses
import Glibc
package import TerminalKit

/// The terminal as a grid of cells, painted by ncurses.
///
/// There is at most one screen. From ``open(environment:theme:)`` to ``close()`` it owns
/// the terminal: raw modes, alternate screen, bracketed paste, and handlers for every signal that
/// could leave the terminal in that state.
@TerminalActor
package final class Screen {
    /// Properties of the terminal derived from the environment.
    package let environment: TerminalEnvironment
    /// Name of the terminfo entry in use.
    package let terminal: TerminalName
    /// Colour depth of the terminal.
    package let depth: ColourDepth
    /// The marks that the terminal can show.
    package let glyphs: Glyphs
    /// Size in columns and rows.
    package private(set) var size: Size
    let sequences: TerminalSequences
    let processGuard: ProcessGuard
    /// Modes of the terminal before ncurses changed them.
    let originalModes: termios
    /// Frame that the terminal shows; nil if unknown.
    var shown: Frame?
    var styles: StyleTable
    var rowBuffer: [cchar_t] = []
    var isCursorShown: Bool?
    /// True if the terminal is in our modes: neither suspended nor closed.
    var isActive = true
    private let handle: OpaquePointer
    private var isClosed = false

    init(
        environment: TerminalEnvironment,
        terminal: TerminalName,
        handle: OpaquePointer,
        originalModes: termios,
        theme: Theme
    ) {
        self.environment = environment
        self.terminal = terminal
        self.handle = handle
        self.originalModes = originalModes
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
        cf_set_background(styles.entry(role: .text, ground: .background).pair)
        cf_erase()
        send(sequences.enter)
    }

    /// Repaints everything at the next paint, as after foreign output to the terminal.
    package func redraw() {
        shown = nil
        cf_forget_terminal_content()
    }

    /// Maximum size that is painted, in cells; anything beyond stays blank.
    ///
    /// The other end of a connection states the size of its terminal, up to 65,535 either way, and
    /// a screen costs some hundred bytes per cell. The largest displays have fewer columns and
    /// rows.
    nonisolated static let largestSize = Size(width: 1_000, height: 400)

    /// Returns a size limited to the maximum that is painted.
    nonisolated static func fitted(_ size: Size) -> Size {
        Size(
            width: min(size.width, largestSize.width),
            height: min(size.height, largestSize.height)
        )
    }

    /// Returns the size known to the kernel; nil if it is unknown.
    nonisolated static func kernelSize() -> Size? {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0 else { return nil }
        guard window.ws_col > 0, window.ws_row > 0 else { return nil }
        return Size(width: Int(window.ws_col), height: Int(window.ws_row))
    }

    /// Adopts the kernel's size, limited to ``largestSize``; returns true if it has changed.
    package func adoptSize() -> Bool {
        guard let kernelSize = Self.kernelSize() else { return false }
        let adopted = Self.fitted(kernelSize)
        guard adopted != size else { return false }
        guard resizeterm(CInt(adopted.height), CInt(adopted.width)) == OK else { return false }
        size = Size(width: Int(cf_columns()), height: Int(cf_rows()))
        redraw()
        return true
    }

    /// Restores the terminal to its original state; safe to call twice.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        if isActive { leave() }
        delscreen(handle)
    }

    /// Sends bytes to the terminal after the output of ncurses, which `doupdate` has flushed.
    func send(_ string: ControlString) {
        var rest = string.bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // The terminal is gone. The event loop detects that from its input.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
