package dev.parley.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever subscribes says where the instance is to send to: that must be a push service, and nothing else. */
class PushServicesTest {
    private static final PushServices KNOWN = PushServices.parse(PushServices.KNOWN);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fcm.googleapis.com/fcm/send/abc:def",
                "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
                "https://wns2-par02p.notify.windows.com/w/?token=x",
                "https://web.push.apple.com/QABC",
                "https://FCM.googleapis.com:443/x"
            })
    void thoseOfTheKnownBrowsersAreAllowed(String address) {
        assertEquals(address, KNOWN.endpoint(address).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "http://fcm.googleapis.com/x",
                "https://fcm.googleapis.com:8443/x",
                "https://evil@fcm.googleapis.com/x",
                "https://fcm.googleapis.com@evil.example/x",
                "https://fcm.googleapis.com.evil.example/x",
                "https://evilfcm.googleapis.com/x",
                "https://evil-push.services.mozilla.com.example/x",
                "https://push.apple.com.evil.example/x",
                "https://127.0.0.1/x",
                "https://[::1]/x",
                "https://169.254.169.254/latest/meta-data",
                "https://localhost/x",
                "https://2130706433/x",
                "https://fcm.googleapis.com\\@evil.example/x",
                "https://fcm.googleapis.com#@evil.example/x",
                "file:///etc/passwd"
            })
    void nothingElseIs(String address) {
        assertThrows(InvalidInput.class, () -> KNOWN.endpoint(address));
    }

    @Test
    void anotherOneIsAllowedByItsName() {
        PushServices own = PushServices.parse("push.example.org, http://127.0.0.1:8080");
        assertEquals("/x", own.endpoint("https://push.example.org/x").getPath());
        assertEquals("/x", own.endpoint("http://127.0.0.1:8080/x").getPath());
        assertThrows(InvalidInput.class, () -> own.endpoint("http://127.0.0.1:8081/x"));
        assertThrows(InvalidInput.class, () -> own.endpoint("https://fcm.googleapis.com/x"));
        assertTrue(PushServices.off().areOff());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.com.", "https://push.example.org", "127.0.0.1", "http://10.0.0.1:80", "com"})
    void aListOfAnythingIsNone(String list) {
        assertThrows(IllegalArgumentException.class, () -> PushServices.parse(list));
    }
}
