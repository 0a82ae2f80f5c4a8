package dev.parley.http;

import dev.parley.identity.Identity;
import dev.parley.identity.Registrar;
import dev.parley.identity.Term;
import dev.parley.relay.ByeReason;
import dev.parley.relay.Permit;
import java.util.Optional;

/**
 * Who listens, as what allows their stream: as little as can be, since there is one for each.
 *
 * @param user null for who is not verified
 */
record StreamPermit(String user, Term term, Registrar registrar) implements Permit {
    static StreamPermit of(Identity who, Registrar registrar) {
        return new StreamPermit(who.user(), who.term(), registrar);
    }

    @Override
    public long until() {
        return term.until();
    }

    @Override
    public Optional<ByeReason> withdrawn() {
        return registrar.denied().of(user, term, System.currentTimeMillis()).map(why -> switch (why) {
            case REVOKED -> ByeReason.REVOKED;
            case KICKED -> ByeReason.KICKED;
        });
    }
}
