package dev.parley.push;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.channel.InvalidInput;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The example of RFC 8291, appendix A, byte for byte. */
class PushCipherTest {
    private static final String SERVER =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String SERVER_SECRET = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String BROWSER =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
    private static final String SENT =
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
                    + "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    @Test
    void whatIsSentIsWhatTheStandardSays() throws Exception {
        ECPublicKey point = P256.decode(bytes(SERVER));
        KeyPair server = new KeyPair(
                point,
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new ECPrivateKeySpec(new BigInteger(1, bytes(SERVER_SECRET)), point.getParams())));
        byte[] plain = "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8);
        byte[] sent = PushCipher.encrypt(P256.decode(bytes(BROWSER)), bytes(AUTH), server, bytes(SALT), plain);
        assertEquals(SENT, Base64.getUrlEncoder().withoutPadding().encodeToString(sent));
    }

    @Test
    void aPointIsReadAndWrittenAsItIs() {
        assertArrayEquals(bytes(BROWSER), P256.encode(P256.decode(bytes(BROWSER))));
    }

    /** Another one would tell about our key. */
    @Test
    void aPointThatIsNotOnTheCurveIsRefused() {
        byte[] moved = bytes(BROWSER);
        moved[64] ^= 1;
        assertThrows(InvalidInput.class, () -> P256.decode(moved));
        assertThrows(InvalidInput.class, () -> P256.decode(new byte[65]));
        assertThrows(InvalidInput.class, () -> P256.decode(new byte[0]));
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
