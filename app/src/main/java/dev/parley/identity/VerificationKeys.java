package dev.parley.identity;

import com.nimbusds.jose.JWSHeader;
import java.security.Key;
import java.util.List;

/** Where the keys are that a token may have been signed with. */
public interface VerificationKeys {
    /**
     * Those that fit: of the kind that the header's algorithm needs, and only where that algorithm is the one which is expected of
     * them. So no token chooses how it is checked.
     *
     * @throws CannotTell when they can't be had now
     */
    List<? extends Key> fitting(JWSHeader header);
}
