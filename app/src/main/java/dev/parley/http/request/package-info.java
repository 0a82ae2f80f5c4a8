/** What a request says, read and checked: its channel, its parameters, its body. Knows not who answers it. */
package dev.parley.http.request;
