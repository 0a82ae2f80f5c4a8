/**
 * People in real browsers, on two instances. The page is used as people use it; what it promises is looked up in its text, in
 * the rooms' history and on the server.
 */
package dev.parley.browser;
