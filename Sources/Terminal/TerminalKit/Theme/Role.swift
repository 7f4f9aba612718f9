/// Semantic role of a cell, which a theme maps to a style.
///
/// A role has a dotted name, which is used in theme files. If a theme does not define a role, its
/// parent applies: `amount.pending` looks like `amount`, and `amount` like `text`.
public enum Role: UInt8, CaseIterable, Hashable, Sendable {
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
    public var name: String {
        switch self {
        case .background: "background"
        case .surface: "surface"
        case .overlay: "overlay"
        case .border: "border"
        case .borderFocus: "border.focus"
        case .scrollbar: "scrollbar"
        case .shadow: "shadow"
        case .text: "text"
        case .textMuted: "text.muted"
        case .textDisabled: "text.disabled"
        case .textHeading: "text.heading"
        case .textLabel: "text.label"
        case .textValue: "text.value"
        case .textCode: "text.code"
        case .textUntrusted: "text.untrusted"
        case .textSuspect: "text.suspect"
        case .amount: "amount"
        case .amountPositive: "amount.positive"
        case .amountNegative: "amount.negative"
        case .amountZero: "amount.zero"
        case .amountPending: "amount.pending"
        case .amountMasked: "amount.masked"
        case .balance: "balance"
        case .balanceOverdrawn: "balance.overdrawn"
        case .status: "status"
        case .statusOk: "status.ok"
        case .statusInfo: "status.info"
        case .statusWarning: "status.warning"
        case .statusError: "status.error"
        case .statusPending: "status.pending"
        case .sync: "sync"
        case .syncOnline: "sync.online"
        case .syncOffline: "sync.offline"
        case .syncStale: "sync.stale"
        case .syncConflict: "sync.conflict"
        case .accent: "accent"
        case .selection: "selection"
        case .selectionInactive: "selection.inactive"
        case .cursor: "cursor"
        case .marked: "marked"
        case .match: "match"
        case .key: "key"
        case .keyDescription: "key.desc"
        case .field: "field"
        case .fieldFocus: "field.focus"
        case .fieldInvalid: "field.invalid"
        case .button: "button"
        case .buttonFocus: "button.focus"
        case .buttonDanger: "button.danger"
        case .placeholder: "placeholder"
        case .bar: "bar"
        case .barTitle: "bar.title"
        case .barStatus: "bar.status"
        case .barHint: "bar.hint"
        case .crumb: "crumb"
        case .crumbActive: "crumb.active"
        case .toast: "toast"
        case .toastInfo: "toast.info"
        case .toastOk: "toast.ok"
        case .toastWarning: "toast.warning"
        case .toastError: "toast.error"
        case .banner: "banner"
        case .bannerDemo: "banner.demo"
        case .bannerTraining: "banner.training"
        case .bannerReadonly: "banner.readonly"
        case .chart: "chart"
        case .chart1: "chart.1"
        case .chart2: "chart.2"
        case .chart3: "chart.3"
        case .chart4: "chart.4"
        case .chartAxis: "chart.axis"
        case .chartGrid: "chart.grid"
        }
    }

    /// Creates the role with a name from a theme file; returns nil if there is none.
    public init?(name: String) {
        guard let role = Self.byName[name] else { return nil }
        self = role
    }

    /// Role that applies if a theme does not define this one.
    ///
    /// It is the role named like this one without the last part, else ``text``. `text` itself and
    /// `background` have no parent.
    public var parent: Role? {
        if self == .text || self == .background { return nil }
        guard let dot = name.lastIndex(of: ".") else { return .text }
        return Role(name: String(name[..<dot])) ?? .text
    }

    private static let byName = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.name, $0) }
    )
}
