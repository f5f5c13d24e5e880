/** Market events, instruments and sessions: the vocabulary every other module speaks. */
package org.tidemark.market;
