import TerminalKit

extension SpinnerState {
    /// What the screen shows of a wait: nothing while it is short, then for how long it has lasted.
    func progress(_ title: SafeText, _ time: ConsoleTime) -> ProgressModel? {
        let now = time.steadyMilliseconds
        guard let startedMilliseconds, let step = step(nowMilliseconds: now) else { return nil }
        return ProgressModel(
            title: title,
            done: Int(clamping: (now - startedMilliseconds) / 1_000),
            total: nil,
            unit: "seconds",
            spinnerStep: step
        )
    }
}
