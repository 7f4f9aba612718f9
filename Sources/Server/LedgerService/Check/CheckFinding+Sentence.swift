extension CheckFinding.Rule {
    /// The fault, phrased as the middle of a sentence.
    package var words: String {
        switch self {
        case .fileIsWhole: "the database finds its own file damaged"
        case .referencesLead: "a row leads to another that is not there"
        case .schemaIsOurs: "a table or a guard is not as this program makes it"
        case .transfersAreNumbered: "a transfer is missing or not in its place"
        case .transfersHaveEntries: "a transfer and its two entries do not belong together"
        case .entriesContinue: "a balance is not the one before it plus the amount"
        case .chainsHold: "a row was changed, or is not the one that was booked there"
        case .accountsAgree: "an account is not what its entries add up to"
        case .holdsAgree: "the money that is held is not what is pending"
        case .grantsAgree: "an access is not the last one that was given or taken"
        case .booksBalance: "debits and credits of a currency are not equal"
        case .feedHasNoGaps: "a change that consoles are told of is missing"
        case .auditHolds: "a line of the audit log was changed or is missing"
        case .bookingsAreAudited: "a booking and its line of the audit log do not belong together"
        case .evidenceHolds:
            "what a console submitted was changed, or its line of the audit log is missing"
        case .tablesAreOurs: "a table has other rows than the bank wrote into it"
        }
    }
}
