package import IdentityCore
package import LedgerService

extension UserRecord {
    /// Returns the user with other values in some fields.
    package func with(
        role: Role? = nil,
        password: PasswordRecord? = nil,
        sealedTOTPSecret: [UInt8]? = nil,
        sealedStorageKey: [UInt8]? = nil,
        isDisabled: Bool? = nil
    ) -> UserRecord {
        UserRecord(
            id: id,
            name: name,
            displayName: displayName,
            role: role ?? self.role,
            password: password ?? self.password,
            totp: totp,
            sealedTOTPSecret: sealedTOTPSecret ?? self.sealedTOTPSecret,
            sealedStorageKey: sealedStorageKey ?? self.sealedStorageKey,
            addedAt: addedAt,
            isDisabled: isDisabled ?? self.isDisabled
        )
    }
}
