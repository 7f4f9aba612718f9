import IdentityCore
import WireProtocol

extension SignedInUser {
    /// Creates the user that the bank answered a sign-in with.
    init(_ reply: SignInReply, _ role: Role) {
        self.init(
            userID: reply.userID,
            displayName: reply.displayName,
            role: role,
            endsAt: reply.endsAt,
            zone: reply.zone
        )
    }
}
