/** From most to least often, as AWS Config calls them. */
const FREQUENCIES = ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'];

/** How rare; what is not on the list, never among it, is rarest. */
export const rarityOf = (frequencies: readonly string[], frequency: string | undefined): number =>
  frequency !== undefined && frequencies.includes(frequency) ? frequencies.indexOf(frequency) : frequencies.length;

/** As AWS Config counts. */
export const rarity = (frequency: string | undefined): number => rarityOf(FREQUENCIES, frequency);
