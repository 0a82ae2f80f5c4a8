package dev.parley.identity;

import com.nimbusds.jose.JWSHeader;
import java.security.Key;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where the keys are that a token may have been signed with. */
public interface VerificationKeys {
    /**
     * Those that fit: of the kind that the header's algorithm needs, and only where that algorithm is the one which is expected of
     * them. So no token chooses how it is checked.
     *
     * @return at once, without waiting; done already unless they must be fetched; fails with {@link CannotTell} when they can't be had
     *     now
     */
    CompletableFuture<List<? extends Key>> fitting(JWSHeader header);
}
