/** What tests are built of: a real Redis, real instances over it, and clients that record what they hear. */
package dev.parley.support;
