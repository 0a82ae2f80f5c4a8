package dev.parley.http.guard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names nobody can have got in public to lead them to a private chat. */
class HostsTest {
    private static final Hosts LISTED = Hosts.parse("chat.example.com,*.Example.org");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:7070",
                "LOCALHOST.:7070",
                "a.localhost",
                "127.0.0.1:7070",
                "192.168.0.10",
                "[::1]:7070",
                "parley-1:7070",
                "nas.local",
                "chat.internal:80",
                "chat.home.arpa",
                "chat.corp",
                ""
            })
    void localNamesAndAddressesGoWithoutSaying(String host) {
        assertTrue(Hosts.NONE.allow(host));
        assertTrue(LISTED.allow(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat.example.com",
                "Chat.example.com:8080",
                "chat.example.com.",
                "a.example.org",
                "a.b.example.org"
            })
    void othersAreListed(String host) {
        assertFalse(Hosts.NONE.allow(host));
        assertTrue(LISTED.allow(host));
        assertTrue(Hosts.parse("*").allow(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:7070",
                "chat.example.com.evil.example",
                "evilexample.org",
                "example.org",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:70:70",
                "home.arpa.example"
            })
    void strangersNamesAreNot(String host) {
        assertFalse(LISTED.allow(host));
    }
}
