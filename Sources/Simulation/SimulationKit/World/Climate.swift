/// The faults of a seed, each drawn on or off, so that no fault hides behind another.
struct Climate: Sendable {
    private let kinds: Set<FaultKind>
    private let isOver: Cell<Bool>

    init(dice: inout Dice) {
        // Some seeds have no faults, a few have all, and most have about half.
        let chance = [0, 20, 50, 50, 50, 80, 100][dice.below(7)]
        var kinds: Set<FaultKind> = []
        for kind in FaultKind.allCases where dice.percent(chance) { kinds.insert(kind) }
        self.kinds = kinds
        isOver = Cell(false)
    }

    /// Returns true if a fault can happen now.
    func has(_ kind: FaultKind) -> Bool { !isOver.value && kinds.contains(kind) }

    /// The faults that can happen now, in the order of their declaration.
    var active: [FaultKind] { isOver.value ? [] : FaultKind.allCases.filter(kinds.contains) }

    /// Ends all faults for good.
    func clearUp() { isOver.value = true }
}
