// What the demo shop sells: a small Italian shop for clothes, shoes and cosmetics. Everything here is made up. Words are
// Italian, as the shop's would be; they are data, not the interface's.
import type { ProductBody } from '../../shared/shop-bodies.ts';

export type Good = Omit<ProductBody, 'handle' | 'variants' | 'images'> & {
  /** Also the name of its picture. */
  handle: string;
  alt: string;
  cents: number;
  /** A price for the show, below the lowest of the last 30 days. */
  showCents?: number;
  /** Values, SKU, pieces, and the price where it is another one. */
  variants: [options: string[], sku: string, onHand: number, cents?: number][];
};

const none = { care: '', sizeNotes: '', maker: '', responsible: '', warnings: '' };
const cosmetics = {
  maker: 'Officina Alba Srl, Via dei Mandorli 8, 00100 Esempio (RM)',
  responsible: 'Officina Alba Srl, Via dei Mandorli 8, 00100 Esempio (RM), info@officina-alba.example',
};

export const goods: Good[] = [
  {
    ...none,
    handle: 'camicia-di-lino',
    title: 'Camicia di lino',
    alt: 'Camicia bianca di lino su una gruccia',
    description:
      'Lino italiano lavato, fresco già alle otto di mattina. Cade morbida, con i bottoni in corozo e un taschino sul petto. Si porta aperta sul costume o infilata nei pantaloni.',
    care: 'Lavaggio a 30 °C. Stirala ancora umida, oppure lasciala stropicciata: le sta bene.',
    sizeNotes: 'Veste comoda. Se sei tra due taglie, prendi la più piccola.',
    options: ['Taglia', 'Colore'],
    cents: 5900,
    showCents: 4500,
    variants: [
      [['S', 'Bianco'], 'CAM-BI-S', 4],
      [['M', 'Bianco'], 'CAM-BI-M', 6],
      [['L', 'Bianco'], 'CAM-BI-L', 5],
      [['XL', 'Bianco'], 'CAM-BI-XL', 2],
      [['S', 'Azzurro'], 'CAM-AZ-S', 3],
      [['M', 'Azzurro'], 'CAM-AZ-M', 5],
      [['L', 'Azzurro'], 'CAM-AZ-L', 3],
    ],
  },
  {
    ...none,
    handle: 'vestito-midi',
    title: 'Vestito midi a fiori',
    alt: 'Vestito blu a fiorellini con cintura color terracotta',
    description:
      'Viscosa leggera con fiorellini color panna, scollo a V e cintura color terracotta. Gira bene quando cammini e non stringe quando ti siedi. È quasi finito: non lo rifanno.',
    care: 'Lavaggio a mano o a 30 °C delicato, niente asciugatrice.',
    sizeNotes: 'Veste la tua taglia. Lunghezza dalla spalla: 118 cm nella 42.',
    options: ['Taglia'],
    cents: 8900,
    variants: [
      [['40'], 'VES-FI-40', 0],
      [['42'], 'VES-FI-42', 1],
      [['44'], 'VES-FI-44', 0],
    ],
  },
  {
    ...none,
    handle: 'pantaloni-larghi',
    title: 'Pantaloni larghi in cotone',
    alt: 'Pantaloni verde oliva a gamba larga',
    description:
      'Gamba larga, vita alta e due tasche vere. Cotone pesante il giusto: tiene la piega ma resta fresco. Il verde oliva va con tutto quello che hai già.',
    care: 'Lavaggio a 40 °C, al rovescio.',
    sizeNotes: 'Vita precisa. Lunghezza interna 74 cm: per i sandali va benissimo così.',
    options: ['Taglia'],
    cents: 6400,
    variants: [
      [['40'], 'PAN-OL-40', 3],
      [['42'], 'PAN-OL-42', 5],
      [['44'], 'PAN-OL-44', 4],
      [['46'], 'PAN-OL-46', 3],
      [['48'], 'PAN-OL-48', 2],
    ],
  },
  {
    ...none,
    handle: 'maglia-girocollo',
    title: 'Maglia girocollo in lana merino',
    alt: 'Maglia girocollo color terracotta',
    description:
      'Lana merino extrafine, che non punge. Il colore della terracotta al sole: scalda anche solo a guardarla. Polsi e fondo a coste che non cedono.',
    care: 'Lavaggio a mano in acqua fredda. Asciugala distesa.',
    sizeNotes: 'Veste regolare. La modella è alta 172 cm e porta la M.',
    options: ['Taglia', 'Colore'],
    cents: 7200,
    variants: [
      [['S', 'Terracotta'], 'MAG-TE-S', 3],
      [['M', 'Terracotta'], 'MAG-TE-M', 4],
      [['L', 'Terracotta'], 'MAG-TE-L', 2],
      [['M', 'Crema'], 'MAG-CR-M', 3],
      [['L', 'Crema'], 'MAG-CR-L', 3],
    ],
  },
  {
    ...none,
    handle: 'sneaker-bianca',
    title: 'Sneaker bianca in pelle',
    alt: 'Sneaker bianca con lacci azzurri e dettagli color terracotta',
    description:
      'Pelle bianca con il tallone color terracotta, cucita nelle Marche. La suola è cucita, non solo incollata: si può risuolare. Comoda dal primo giorno.',
    care: 'Panno umido e sapone neutro. I lacci vanno in lavatrice.',
    sizeNotes: 'Se porti il mezzo numero, scendi di mezzo.',
    options: ['Numero'],
    cents: 9800,
    variants: [
      [['36'], 'SNE-BI-36', 2],
      [['37'], 'SNE-BI-37', 3],
      [['38'], 'SNE-BI-38', 0],
      [['39'], 'SNE-BI-39', 4],
      [['40'], 'SNE-BI-40', 3],
      [['41'], 'SNE-BI-41', 2],
    ],
  },
  {
    ...none,
    handle: 'sandali-in-cuoio',
    title: 'Sandali in cuoio',
    alt: 'Sandali in cuoio con tre fasce e fibbia dorata',
    description:
      'Cuoio conciato al vegetale, tre fasce e una fibbia che si regola. All’inizio sono color miele, dopo un’estate diventano tuoi.',
    care: 'Ogni tanto un po’ di crema neutra. Lontano dall’acqua di mare.',
    sizeNotes: 'Pianta normale. Il cuoio cede un pochino: prendi il tuo numero preciso.',
    options: ['Numero'],
    cents: 7400,
    variants: [
      [['36'], 'SAN-CU-36', 2],
      [['37'], 'SAN-CU-37', 4],
      [['38'], 'SAN-CU-38', 4],
      [['39'], 'SAN-CU-39', 3],
      [['40'], 'SAN-CU-40', 2],
    ],
  },
  {
    ...none,
    ...cosmetics,
    handle: 'olio-viso-alla-rosa',
    title: 'Olio viso alla rosa',
    alt: 'Boccetta d’olio ambrata con contagocce e una rosa sull’etichetta',
    description:
      'Rosa mosqueta spremuta a freddo e una punta di vitamina E. Tre gocce la sera, sul viso ancora umido: al mattino la pelle è liscia e riposata.',
    care: 'Dopo l’apertura usalo entro 6 mesi. Conservalo al riparo dalla luce.',
    warnings:
      'Solo per uso esterno. Evita il contatto con gli occhi. Contiene citronellolo e geraniolo: se hai la pelle sensibile, prova prima sull’avambraccio. Tenere fuori dalla portata dei bambini.',
    options: ['Formato'],
    cents: 2400,
    variants: [
      [['30 ml'], 'OLI-RO-30', 12],
      [['50 ml'], 'OLI-RO-50', 6, 3600],
    ],
  },
  {
    ...none,
    ...cosmetics,
    handle: 'crema-mani-mandorla',
    title: 'Crema mani alla mandorla',
    alt: 'Tubetto di crema mani con due mandorle sull’etichetta',
    description:
      'Olio di mandorle dolci e burro di karité. Si assorbe in fretta e non unge il telefono. Profuma di biscotto, ma poco.',
    care: 'Dopo l’apertura usala entro 12 mesi.',
    warnings:
      'Solo per uso esterno. Contiene olio di mandorle (frutta a guscio): non usarla in caso di allergia. Tenere fuori dalla portata dei bambini.',
    options: [],
    cents: 1250,
    variants: [[[], 'CRE-MA-75', 18]],
  },
];

export const identity = {
  name: 'Bottega Sole di Chiara Fontana (negozio di prova)',
  seat: 'Via dell’Esempio 12, 00100 Esempio (RM)',
  email: 'ciao@bottega-sole.example',
  phone: '+39 06 0000 0000',
  vat: 'IT00000000000',
  rea: 'RM-0000000',
  pickUp:
    'In negozio, Via dell’Esempio 12, da martedì a sabato: 10–13 e 15.30–19.30. Di’ il tuo codice alla cassa: paghi quando ritiri.',
  privacy:
    'Per tenere da parte quello che prenoti ci bastano un nome e un contatto. Li usiamo solo per il ritiro e li cancelliamo dopo 90 giorni. Li vedi e li cancelli da te, dal link della tua prenotazione; per correggerli scrivi a ciao@bottega-sole.example.',
};
