package dev.parley.http.guard;

import dev.parley.identity.Access;
import dev.parley.identity.Registrar;

/** All that a request has to pass, whatever it asks for or only where it matters. */
public record Guards(
        HostGuard hosts,
        StrangerGuard strangers,
        AddressGuard addresses,
        StreamLimit streams,
        SessionCookie cookie,
        Access access) {
    /** How an instance is set up. */
    public static Guards of(Hosts hosts, Origins origins, HttpLimits limits, ClientAddresses clients, Access access) {
        AddressGuard addresses = new AddressGuard(limits.address(), clients);
        return new Guards(
                new HostGuard(hosts, clients),
                new StrangerGuard(origins, !access.isOpen()),
                addresses,
                new StreamLimit(limits, addresses),
                new SessionCookie(access.cookie(), clients),
                access);
    }

    /** The gate, which is told by others what instances know together. */
    public Gate gate(Registrar registrar, Waiting waiting) {
        return new Gate(access, strangers, addresses, registrar, waiting);
    }
}
