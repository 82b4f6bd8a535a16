import { frameworks } from '../../src/frameworks/framework';
import { readOwnRules } from '../../src/frameworks/own-rules';

export const STANDARDS = frameworks('.');
export const OWN = readOwnRules('.');
