import CLibcurl
import ClientService
import Glibc

/// End of a transfer without a complete answer, as reported by curl.
struct TransferEnd: Sendable {
    /// Result code of curl.
    var code: CURLcode
    /// True if the request was handed to a connection, so that bytes of it may have been sent.
    ///
    /// curl's count of sent bytes is not used, because data sealed by TLS may be under way
    /// uncounted.
    var wasHandedOver: Bool
    /// `errno` of the connection attempt; 0 if there is none.
    var systemError: Int32 = 0
    /// OpenSSL's result of verifying the bank's certificate; 0 if there is no fault.
    var verification: Int = 0
    /// HTTP status of a proxy's answer; 0 if there is none.
    var proxyStatus: Int = 0
    /// OpenSSL's reason code, parsed from curl's message; nil if there is none.
    var tlsReason: Int?
    /// True if the connection goes through a proxy.
    var usesProxy = false
    /// True if the user who listens on the Unix socket is not one that the line names.
    var metStranger = false

    /// The resulting error, without any text of curl.
    var linkError: LinkError {
        wasHandedOver ? .noReply(cause) : .notSent(cause)
    }

    private var cause: LinkCause {
        if metStranger { return .socketUntrusted }
        if let tlsReason, TLSReason.terminalRefusals.contains(tlsReason) {
            return .terminalCertificateRefused
        }
        // Until the proxy has let this console through, every failure counts as the proxy's.
        if usesProxy, !wasHandedOver, proxyStatus / 100 != 2 { return .proxyFailed }
        return switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .hostUnknown
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxyFailed
        case CURLE_COULDNT_CONNECT: connectCause
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_SSL_CONNECT_ERROR: handshakeCause
        case CURLE_PEER_FAILED_VERIFICATION: verificationCause
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            .tlsFailed
        case CURLE_WRITE_ERROR, CURLE_FILESIZE_EXCEEDED, CURLE_WEIRD_SERVER_REPLY,
            CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            .answerUnreadable
        default: .lineDown
        }
    }

    private var connectCause: LinkCause {
        switch systemError {
        // A missing Unix socket means that nobody listens.
        case ECONNREFUSED, ENOENT: .connectionRefused
        // The listen queue of a Unix socket is full, so its listener does not accept this console.
        case ETIMEDOUT, EAGAIN: .timedOut
        default: .lineDown
        }
    }

    private var handshakeCause: LinkCause {
        guard let tlsReason else { return .tlsFailed }
        return TLSReason.plainAnswers.contains(tlsReason) ? .notTLS : .tlsFailed
    }

    private var verificationCause: LinkCause {
        switch verification {
        // curl compares the names itself, before it checks OpenSSL's result.
        case 0, TLSReason.notLookedAt, TLSReason.hostNameMismatch, TLSReason.addressMismatch:
            .hostNameWrong
        case TLSReason.certificateExpired: .certificateExpired
        case TLSReason.certificateNotYetValid: .certificateNotYetValid
        default: .certificateUntrusted
        }
    }
}

/// Reason codes of OpenSSL that identify a failure.
///
/// Source: openssl/sslerr.h, where an alert from the peer is 1000 plus its number in RFC 8446 §6;
/// openssl/x509_vfy.h.
enum TLSReason {
    /// The peer sent something other than a TLS record, usually a plain HTTP answer.
    ///
    /// The codes are: wrong version number, packet length too long, HTTP request, HTTPS proxy
    /// request.
    static let plainAnswers: Set<Int> = [267, 198, 156, 155]
    /// Alerts about the terminal's certificate, or about its absence.
    ///
    /// The codes are: bad, unsupported, revoked, expired, unknown, unknown authority, access
    /// denied, required.
    static let terminalRefusals: Set<Int> = [1042, 1043, 1044, 1045, 1046, 1048, 1049, 1116]

    /// X509_V_ERR_UNSPECIFIED, the initial value in curl.
    static let notLookedAt = 1
    /// The code X509_V_ERR_CERT_NOT_YET_VALID of OpenSSL.
    static let certificateNotYetValid = 9
    /// The code X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL.
    static let certificateExpired = 10
    /// The code X509_V_ERR_HOSTNAME_MISMATCH of OpenSSL.
    static let hostNameMismatch = 62
    /// The code X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL.
    static let addressMismatch = 64

    /// Parses the reason code in a message; returns nil if it has none.
    ///
    /// An example is `… error:0A00010B:SSL routines::wrong version number`.
    ///
    /// The number is the same in every language and release of the library; the words are not.
    static func code(in message: String) -> Int? {
        for mark in message.ranges(of: "error:") {
            let digits = message[mark.upperBound...].prefix(8)
            guard digits.utf8.count == 8, let packed = UInt32(digits, radix: 16) else { continue }
            // The upper bits identify the library (OpenSSL 3: ERR_GET_REASON).
            return Int(packed & 0x7F_FFFF)
        }
        return nil
    }
}
