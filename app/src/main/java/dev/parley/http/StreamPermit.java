package dev.parley.http;

import dev.parley.identity.Identity;
import dev.parley.identity.Registrar;
import dev.parley.relay.ByeReason;
import dev.parley.relay.Permit;
import java.util.Optional;

/** Who listens, as what allows their stream. */
record StreamPermit(Identity who, Registrar registrar) implements Permit {
    @Override
    public long until() {
        return who.term().until();
    }

    @Override
    public Optional<ByeReason> withdrawn() {
        return registrar.denied().of(who, System.currentTimeMillis()).map(why -> switch (why) {
            case REVOKED -> ByeReason.REVOKED;
            case KICKED -> ByeReason.KICKED;
        });
    }
}
