import CoreVocabulary
import Cryptography
package import IdentityCore
import LedgerService

extension Fixture.Person {
    /// Returns the authenticator's secret and parameters as a provisioning URI of a bank.
    package func authenticator(issuer: String) throws(FixtureError) -> OTPAuthURI {
        let algorithms: [String: HashAlgorithm] = [
            "SHA1": .sha1, "SHA256": .sha256, "SHA512": .sha512,
        ]
        guard let algorithm = algorithms[totpAlgorithm], let totp = TOTP(algorithm: algorithm),
            let secret = Base32.decodePasted(totpSecret)
        else {
            throw FixtureError("people.toml: the authenticator of '\(user)' cannot be used.")
        }
        do {
            return try OTPAuthURI(issuer: issuer, accountName: user, secret: secret, totp: totp)
        } catch {
            throw FixtureError("people.toml: the authenticator of '\(user)' cannot be used.")
        }
    }

    /// Returns the person as a user to add to the bank.
    func newUser(id: UserID) throws(FixtureError) -> NewUser {
        guard let role = Role(rawValue: role) else {
            throw FixtureError("people.toml: '\(role)' is no role.")
        }
        let authenticator = try authenticator(issuer: "")
        return NewUser(
            id: id,
            name: user,
            displayName: name,
            role: role,
            password: SharedSecret(copying: Array(password.utf8).span),
            totpSecret: SharedSecret(copying: authenticator.secret.span),
            totp: authenticator.totp
        )
    }
}
