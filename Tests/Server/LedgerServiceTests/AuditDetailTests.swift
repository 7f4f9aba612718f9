import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore
import Testing

/// Goal: the detail of an audit line is read back as it was written.
///
/// Method: each fact at the ends of what it can be, in a line of the action that tells it.
@Suite("Details of the audit log")
struct AuditDetailTests {
    private static func told(
        _ detail: AuditDetail,
        _ action: AuditRow.Action,
        _ result: AuditRow.Result = .done
    ) -> AuditDetail? {
        AuditRow(
            number: 1,
            at: .epoch,
            actor: nil,
            action: action,
            objectBits: 7,
            result: result,
            count: 1,
            detail: detail.digest
        ).told
    }

    @Test("limits are read back, none as none")
    func limits() {
        let bounds: [Int64?] = [nil, 0, 1, -1, -1_000_000_000_000_000_000, .max, -.max]
        for lowest in bounds {
            for highest in bounds {
                let limits = AccountLimits(minimumBalance: lowest, maximumBalance: highest)
                let before = AccountLimits(minimumBalance: highest, maximumBalance: lowest)
                let detail = AuditDetail.limits(limits, before: before)
                for action in [AuditRow.Action.limitsChanged, .accountOpened] {
                    #expect(Self.told(detail, action) == detail)
                }
                #expect(Self.told(detail, .limitsChanged, .refused) == detail)
            }
        }
    }

    @Test(
        "the number that an account was to have is read back",
        arguments: [
            "7", "CASH", "cash-1", "50100000001001", "0123456789-ABCDEFGHIJKLMNOPQRSTUVW",
            "abcdefghijklmnopqrstuvwxyz-0-9", "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ",
        ]
    )
    func numbers(text: String) throws {
        let detail = AuditDetail.number(try AccountNumber(text))
        #expect(Self.told(detail, .accountOpened, .refused) == detail)
    }

    @Test("access, role and payee of before are read back, and other lines tell nothing")
    func others() {
        let accesses: [AccountRecord.Access?] = [nil, .viewMasked, .view, .operate]
        for access in accesses {
            let detail = AuditDetail.before(.access(access))
            #expect(Self.told(detail, .accessChanged) == detail)
            #expect(Self.told(detail, .journalsPosted) == nil)
        }
        let roles = AuditDetail.before(.role(.teller))
        #expect(Self.told(roles, .roleChanged) == roles)
        for (was, isListed) in [(false, true), (true, true), (true, false)] {
            let detail = AuditDetail.payee(wasListed: was, isListed: isListed)
            #expect(Self.told(detail, .payeeChanged) == detail)
        }
    }
}
