import TerminalKit

/// Actions of linear mode on the console.
extension Console {
    /// Lets the top screen act, as a key press would.
    mutating func act(
        at time: ConsoleTime,
        _ body: (inout any ConsoleScreen, inout Turn) -> Void
    ) -> [Effect] {
        guard wake(at: time) else { return [] }
        return workspace.withTop(body) + settle()
    }

    /// Runs a command, as a key press would.
    mutating func act(_ command: CommandID, at time: ConsoleTime) -> [Effect] {
        guard wake(at: time) else { return [] }
        return workspace.run(command) + settle()
    }

    /// Records user activity, after locking if it comes too late; returns false if the console is
    /// locked.
    @discardableResult
    mutating func wake(at time: ConsoleTime) -> Bool {
        workspace.time = time
        lockIfIdle()
        workspace.lastInput = time.steady
        // Earlier messages have been heard.
        workspace.message.clear()
        return workspace.lock == nil
    }

    /// The screen for reading out, without key hints, since lines are typed.
    var linearScreen: ScreenModel {
        var model = screen(size: Size(width: SizeClass.designWidth, height: 24))
        model.hints = []
        model.lock?.hints = []
        return model
    }
}
