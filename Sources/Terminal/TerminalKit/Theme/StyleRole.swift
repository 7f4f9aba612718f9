/// Semantic role of a cell, which a theme maps to a style.
///
/// A role has a dotted name, which is used in theme files. If a theme does not define a role, its
/// parent applies: `amount.pending` looks like `amount`, and `amount` like `text`.
package enum StyleRole: UInt8, CaseIterable, Hashable, Sendable {
    // Surfaces.
    case background, surface, overlay, border, borderFocus, scrollbar, shadow
    // Text.
    case text, textMuted, textDisabled, textHeading, textLabel, textValue, textCode, textUntrusted
    case textSuspect
    // Money.
    case amount, amountPositive, amountNegative, amountZero, amountPending, amountMasked, balance
    case balanceOverdrawn
    // States.
    case status, statusOk, statusInfo, statusWarning, statusError, statusPending, sync, syncOnline
    case syncOffline, syncStale, syncConflict
    // Interaction.
    case accent, selection, selectionInactive, cursor, marked, match, key, keyDescription, field
    case fieldFocus, fieldInvalid, button, buttonFocus, buttonDanger, placeholder
    // Chrome.
    case bar, barTitle, barStatus, barHint, crumb, crumbActive, toast, toastInfo, toastOk
    case toastWarning, toastError, banner, bannerDemo, bannerTraining, bannerReadonly
    // Charts.
    case chart, chart1, chart2, chart3, chart4, chartAxis, chartGrid

    /// Name in theme files, such as `amount.negative`.
    package var name: String { Self.names[Int(rawValue)] }

    /// Names in the order of the cases.
    private static let names = [
        // Surfaces.
        "background", "surface", "overlay", "border", "border.focus", "scrollbar", "shadow",
        // Text.
        "text", "text.muted", "text.disabled", "text.heading", "text.label", "text.value",
        "text.code", "text.untrusted", "text.suspect",
        // Money.
        "amount", "amount.positive", "amount.negative", "amount.zero", "amount.pending",
        "amount.masked", "balance", "balance.overdrawn",
        // States.
        "status", "status.ok", "status.info", "status.warning", "status.error", "status.pending",
        "sync", "sync.online", "sync.offline", "sync.stale", "sync.conflict",
        // Interaction.
        "accent", "selection", "selection.inactive", "cursor", "marked", "match", "key", "key.desc",
        "field", "field.focus", "field.invalid", "button", "button.focus", "button.danger",
        "placeholder",
        // Chrome.
        "bar", "bar.title", "bar.status", "bar.hint", "crumb", "crumb.active", "toast",
        "toast.info", "toast.ok", "toast.warning", "toast.error", "banner", "banner.demo",
        "banner.training", "banner.readonly",
        // Charts.
        "chart", "chart.1", "chart.2", "chart.3", "chart.4", "chart.axis", "chart.grid",
    ]

    /// Creates the role with a name from a theme file; returns nil if there is none.
    package init?(name: String) {
        guard let role = Self.byName[name] else { return nil }
        self = role
    }

    /// Role that applies if a theme does not define this one.
    ///
    /// It is the role named like this one without the last part, else ``text``. `text` itself and
    /// `background` have no parent.
    package var parent: StyleRole? {
        if self == .text || self == .background { return nil }
        guard let dot = name.lastIndex(of: ".") else { return .text }
        return StyleRole(name: String(name[..<dot])) ?? .text
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
