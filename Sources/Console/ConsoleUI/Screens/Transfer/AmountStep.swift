import ClientService
import MoneyCore
import SyncCore
import TerminalKit

/// Third step of a transfer: amount and reference, until their review arrives.
struct AmountStep: Sendable {
    /// Fields of the step.
    enum Detail: String, FormField {
        case amount, reference

        var kind: Field.Kind { self == .amount ? .amount : .text }

        var label: SafeText {
            switch self {
            case .amount: "Amount"
            case .reference: "Reference"
            }
        }

        func makeInput() -> FieldInput {
            switch self {
            case .amount: .text(.amount())
            case .reference: .text(TextField(maximumScalarCount: Sentences.referenceLimit))
            }
        }
    }

    /// Review being made; nil if none is.
    var request: RequestID?

    /// Returns the accounts and the form.
    func blocks(
        _ details: Form<Detail>,
        _ sides: TransferSides,
        _ context: ScreenContext
    ) -> [Block] {
        let amount = TypedAmount(details[.amount], from: sides, context)
        let form = details.model(isFocused: request == nil) { id, field in
            switch id {
            case .amount:
                field.suffix = SafeText(trusted: amount.currency?.code ?? "")
                field.error = field.error ?? amount.shortage
                field.hint = amount.preview
            case .reference:
                field.hint = Self.referenceHint(sides, context)
            }
        }
        return [.facts(sides.fromFacts(context) + sides.toFacts(context)), .space, .form(form)]
    }

    /// Returns the readers of the reference: nobody else if both accounts have one holder.
    private static func referenceHint(
        _ sides: TransferSides,
        _ context: ScreenContext
    ) -> SafeText {
        let holders = [sides.from, sides.to].map { id in
            id.flatMap { context.session?.account($0)?.record.holder }
        }
        guard let receiver = holders[1] else { return "the other side reads it" }
        return !context.showsHolders || holders[0] == receiver
            ? "it stands in both accounts" : "the other side reads it"
    }
}
