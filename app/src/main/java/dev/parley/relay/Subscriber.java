package dev.parley.relay;

import dev.parley.channel.Person;

/**
 * Who opens a stream.
 *
 * @param client by whatever they are one client, as an address is: what must be read for clients is read for each in turn
 * @param person null for one who gave no name
 * @param permit what allows the stream; null where nothing has to
 */
public record Subscriber(String client, Person person, Permit permit) {}
