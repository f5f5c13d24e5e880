/** The scoring query: features of closed bars meet the champion, exactly once. */
package org.tidemark.streaming.score;
