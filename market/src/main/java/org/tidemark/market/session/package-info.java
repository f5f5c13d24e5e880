/** When markets trade: sessions, and the calendars that say which days have one. */
package org.tidemark.market.session;
