import CLibcurl
import ClientService
import Glibc
import Testing

@testable import ClientTransport

/// Goal: each way in which curl tells of a failure has one name here.
///
/// Method: a table of what no server of the tests can bring about, and of messages.
struct TransferEndTests {
    @Test("what the system says of a connection decides whose fault it is")
    func connecting() {
        let causes: [(Int32, LinkCause)] = [
            (ECONNREFUSED, .connectionRefused), (ENOENT, .connectionRefused), (EAGAIN, .timedOut),
            (ETIMEDOUT, .timedOut), (ENETUNREACH, .lineDown), (EHOSTUNREACH, .lineDown),
        ]
        for (error, cause) in causes {
            var end = TransferEnd(code: CURLE_COULDNT_CONNECT, wasHandedOver: false)
            end.systemError = error
            #expect(end.linkError == .notSent(cause))
        }
    }

    @Test("nothing is called unsent once it was handed to a connection")
    func handedOver() {
        for code in [
            CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_SSL_CONNECT_ERROR,
            CURLE_OPERATION_TIMEDOUT, CURLE_SEND_ERROR, CURLE_PEER_FAILED_VERIFICATION,
        ] {
            let sent = TransferEnd(code: code, wasHandedOver: true).linkError
            let unsent = TransferEnd(code: code, wasHandedOver: false).linkError
            #expect(sent == .noReply(sent.cause))
            #expect(unsent == .notSent(unsent.cause))
        }
    }

    @Test("a proxy is blamed for what happens before it has let the request through")
    func proxy() {
        var end = TransferEnd(code: CURLE_OPERATION_TIMEDOUT, wasHandedOver: false)
        end.usesProxy = true
        #expect(end.linkError == .notSent(.proxyFailed))
        end.proxyStatus = 200
        #expect(end.linkError == .notSent(.timedOut))
        end.wasHandedOver = true
        end.proxyStatus = 0
        #expect(end.linkError == .noReply(.timedOut))
    }

    @Test(
        "OpenSSL's reason is found in curl's message by its number",
        arguments: [
            ("error:0A00010B:SSL routines::wrong version number", 267),
            ("OpenSSL SSL_read: error:0A00045C:SSL routines::tlsv13 alert, errno 0", 1_116),
            ("an error: error:0A0000C6:", 198), ("error:", nil), ("error:zzzzzzzz", nil),
            ("", nil), ("Connection reset by peer", nil),
        ] as [(String, Int?)]
    )
    func reasons(message: String, reason: Int?) {
        #expect(TLSReason.code(in: message) == reason)
    }

    @Test(
        "the type of a content is told by its name alone",
        arguments: [
            ("application/json", "application/json"),
            (" Application/JSON ; x=y", "application/json"),
            ("text/html;charset=utf-8", "text/html"), (nil, ""), ("", ""),
        ] as [(String?, String)]
    )
    func mediaType(header: String?, type: String) {
        #expect(AnswerHead(status: 200, contentType: header).mediaType == type)
    }
}
