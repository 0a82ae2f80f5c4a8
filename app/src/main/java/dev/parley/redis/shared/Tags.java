package dev.parley.redis.shared;

import dev.parley.channel.PersonId;
import dev.parley.identity.Browser;
import java.nio.charset.StandardCharsets;

/** The tags of browsers, on all instances the same. Threading: may be used by anyone; nothing here waits. */
public final class Tags {
    private final SharedSecret secret;

    public Tags(SharedSecret secret) {
        this.secret = secret;
    }

    /**
     * What others see of a browser.
     *
     * @throws dev.parley.redis.link.RedisAway before Redis could be asked for the first time what tags are made with
     */
    public PersonId of(Browser browser) {
        return browser.tag(secret.agreed().getBytes(StandardCharsets.UTF_8));
    }
}
