import TerminalKit

/// Identifiers of the fields of one form, in reading order.
///
/// Each form declares its own enum, so that no field is addressed by a label or a position.
protocol FormField: Hashable, CaseIterable, Sendable, RawRepresentable where RawValue == String {
    /// Kind of the field's content.
    var kind: Field.Kind { get }
    /// Label beside the field.
    var label: SafeText { get }
    /// Instruction for filling the field in; nil if none is needed.
    var hint: SafeText? { get }

    /// Creates the empty input of the field.
    func makeInput() -> FieldInput
}

extension FormField {
    var hint: SafeText? { nil }
}
