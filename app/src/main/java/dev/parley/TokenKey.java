package dev.parley;

import dev.parley.channel.InvalidInput;
import dev.parley.identity.FixedKeys;
import dev.parley.identity.VerificationKeys;
import dev.parley.identity.remote.RemoteKeys;
import java.util.Optional;

/**
 * With what tokens are signed: keys that are here, or those that an issuer publishes.
 *
 * @param shown for people: never a secret
 */
record TokenKey(VerificationKeys keys, String shown) {
    /**
     * Reads the setting.
     *
     * @throws InvalidInput that says what is wrong, without what may be a secret
     */
    static TokenKey parse(String text) {
        if (RemoteKeys.isAddress(text)) {
            RemoteKeys keys = RemoteKeys.at(text.strip());
            return new TokenKey(keys, keys.toString());
        }
        FixedKeys keys = AccessTypes.contents(text).stream()
                .map(FixedKeys::parse)
                .reduce(FixedKeys::and)
                .orElseThrow(() -> new InvalidInput("it is empty"));
        return new TokenKey(keys, keys.toString());
    }

    boolean isRemote() {
        return keys instanceof RemoteKeys;
    }

    /** Those that are here. */
    Optional<FixedKeys> fixed() {
        return keys instanceof FixedKeys here ? Optional.of(here) : Optional.empty();
    }

    @Override
    public String toString() {
        return shown;
    }
}
