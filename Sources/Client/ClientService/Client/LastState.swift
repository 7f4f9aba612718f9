import SyncCore

/// Line and freshness of a session at its end, for the status after it.
struct LastState {
    let link: SyncLinkState
    let freshnessRule: FreshnessRule

    init(_ machine: SyncMachine) {
        link = machine.link
        freshnessRule = machine.freshnessRule
    }
}
