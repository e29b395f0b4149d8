// Le righe del dottore (`npm run doctor`, e la pagina di controllo del titolare).
import type { checkup as en } from '../en/checkup.ts';

export const checkup: Record<keyof typeof en, string> = {
  'checkup.lead': 'Una diretta riuscirebbe adesso? E se no, che cosa fare.',
  'checkup.again': 'Ricontrolla',
  'checkup.looking': 'Controllo in corso: ci vuole qualche secondo…',
  'checkup.at': 'Controllato alle {time}.',
  'checkup.paths': 'Come è arrivata l’immagine agli spettatori',
  'checkup.paths.help':
    'Lo dicono le loro pagine, nell’ultimo giorno. Solo chi guarda vede se le tue porte sono aperte al mondo.',
  'checkup.paths.empty':
    'Nell’ultimo giorno non ha guardato nessuno. Apri la sala da un telefono senza Wi-Fi: conta qui.',
  'checkup.paths.count': 'Pagine',
  'checkup.paths.way': 'Strada',
  'checkup.path.udp': 'Diretta, la più veloce (UDP)',
  'checkup.path.tcp': 'Diretta, via TCP',
  'checkup.path.relay': 'Attraverso il relay (TURN)',
  'checkup.path.none': 'Niente video, foto al suo posto',
  'checkup.advice.noUdp':
    'Nessuno è arrivato via UDP: probabilmente lo blocca il tuo firewall o quello del provider. Lascia passare UDP sulle porte video.',
  'checkup.advice.relay':
    'Molti sono passati dal relay: probabilmente TCP e UDP sulle porte video non sono aperte al mondo.',
  'checkup.advice.none':
    'Alcune reti lasciano passare solo le pagine web. Un relay (TURN) porterebbe il video anche a loro.',
  'checkup.advice.noneRelayed':
    'Qualcuno è rimasto senza video anche con il relay. Sulla porta 443 con TLS passa quasi ovunque.',
  'checkup.advice.good': 'Tutto come deve essere.',
  'checkup.verdict.good': 'A posto',
  'checkup.verdict.fair': 'Si può migliorare',
  'checkup.verdict.bad': 'Da sistemare',
  'checkup.verdict.unknown': 'Non si sa',
  'checkup.ready': 'Puoi andare in diretta.',
  'checkup.notReady.one': 'Una diretta non riuscirebbe: {count} cosa da sistemare.',
  'checkup.notReady.other': 'Una diretta non riuscirebbe: {count} cose da sistemare.',

  'checkup.about.ports': 'Porte',
  'checkup.ports.free': 'La porta {port} (pagine) e {media} (video, UDP e TCP) sono libere.',
  'checkup.ports.held': 'Vetrina è in funzione sulla porta {port} (pagine) e su {media} (video, UDP e TCP).',
  'checkup.ports.taken':
    'Un altro programma occupa la porta {port}. Fermalo (sudo ss -lntup dice quale), o scegli un’altra porta con PORT o VETRINA_MEDIA_PORT.',
  'checkup.ports.missing':
    'Vetrina è in funzione, ma non sulla porta {port}: è partita con altre impostazioni, o un worker è fermo. Riavviala, e lancia il dottore con le stesse impostazioni.',
  'checkup.ports.rights': 'La porta {port} richiede più permessi. Scegline una sopra la 1023.',
  'checkup.ports.address':
    'Questa macchina non ha l’indirizzo {address}. Imposta HOST su uno che ha, o su 0.0.0.0 per tutti.',

  'checkup.about.announced': 'Indirizzo del video',
  'checkup.announced.local':
    'Il video va a {address}: si vede solo da questa macchina. Per un negozio imposta VETRINA_PUBLIC_URL e VETRINA_ANNOUNCED_ADDRESS.',
  'checkup.announced.unreachable':
    'Il negozio è su {url}, ma il video è annunciato su {address}, che gli spettatori non raggiungono: restano senza immagine. Imposta VETRINA_ANNOUNCED_ADDRESS sull’indirizzo pubblico di questa macchina.',
  'checkup.announced.relayed':
    'Il video è annunciato su {address}, che da fuori non si raggiunge: passa tutto dal server TURN. Imposta VETRINA_ANNOUNCED_ADDRESS sull’indirizzo pubblico di questa macchina.',
  'checkup.announced.notFound':
    'VETRINA_ANNOUNCED_ADDRESS è {address}, un nome che non porta a nulla. Imposta l’indirizzo pubblico stesso.',
  'checkup.announced.own': 'Il video è annunciato su {address}, un indirizzo di questa macchina.',
  'checkup.announced.forwarded':
    'Il video è annunciato su {address}. Questa macchina ha un altro indirizzo: ciò che le sta davanti deve inoltrarle {media}, UDP e TCP.',

  'checkup.about.tls': 'HTTPS',
  'checkup.tls.local':
    'Va bene per una prova su questa macchina. Ai telefoni serve HTTPS: metti Caddy davanti e imposta VETRINA_PUBLIC_URL (server/deploy/README.md).',
  'checkup.tls.plain':
    '{url} è senza HTTPS, e lì i browser non danno la fotocamera a chi conduce. Metti Caddy davanti e imposta VETRINA_PUBLIC_URL sul suo indirizzo https (server/deploy/README.md).',
  'checkup.tls.valid': '{url} risponde, il certificato vale ancora {days} giorni.',
  'checkup.tls.soon':
    '{url} risponde, ma il certificato scade tra {days} giorni e doveva già essere rinnovato. Guarda il registro del proxy.',
  'checkup.tls.refused':
    'I browser non accetteranno il certificato di {url}: {reason}. Guarda il registro del proxy: la porta 80 e il record DNS devono portare qui.',
  'checkup.tls.silent':
    '{url} da qui non si raggiunge: {reason}. Controlla il record DNS, il firewall (TCP 80 e 443) e se il proxy è in funzione.',
  'checkup.tls.timeout':
    '{url} da qui non risponde. Alcuni router non lasciano che una macchina raggiunga il proprio indirizzo pubblico: aprilo da un telefono senza Wi-Fi.',

  'checkup.about.socket': 'Collegamento in diretta',
  'checkup.socket.passes': 'I WebSocket arrivano a Vetrina su {url}.',
  'checkup.socket.refused':
    '{url} risponde {status} dove Vetrina aprirebbe un WebSocket: nessuno entra in una sala. Il proxy deve lasciar passare i WebSocket, e Host e Origin come sono.',
  'checkup.socket.later': 'Avvia Vetrina e ricontrolla: allora si saprà se i WebSocket passano.',
  'checkup.socket.unreached': 'Non controllato, perché {url} non risponde.',

  'checkup.about.proxy': 'Fiducia nel proxy',
  'checkup.proxy.none': 'Non c’è un proxy davanti; gli spettatori si distinguono dai loro indirizzi.',
  'checkup.proxy.trusted':
    'Al proxy su {proxies} si crede; gli spettatori si distinguono dai loro indirizzi.',
  'checkup.proxy.untrusted':
    '{url} passa da un proxy, ma VETRINA_TRUST_PROXY non è impostato. Tutti gli spettatori sembrano uno: si dividono un solo ritmo, e dopo {sockets} non entra più nessuno. Imposta l’indirizzo del proxy, per Caddy su questa macchina 127.0.0.1.',
  'checkup.proxy.stranger':
    'Questa pagina è passata da un proxy su {address}, a cui non si crede. Tutti gli spettatori sembrano uno: si dividono un solo ritmo, e dopo {sockets} non entra più nessuno. Aggiungi l’indirizzo a VETRINA_TRUST_PROXY.',
  'checkup.proxy.mute':
    'Il proxy su {address} non dice per chi chiede. Tutti gli spettatori sembrano uno. Deve mandare X-Forwarded-For.',
  'checkup.proxy.everyone':
    'VETRINA_TRUST_PROXY è {proxies}: chiunque può fingere qualsiasi indirizzo e superare ogni limite. Nomina solo il proxy.',

  'checkup.about.turn': 'Relay (TURN)',
  'checkup.turn.none':
    'Non c’è. Chi è in una rete che non lascia passare né UDP né le nostre porte video riceve foto invece del video.',
  'checkup.turn.relays': '{url} inoltra con le nostre credenziali.',
  'checkup.turn.refused':
    '{url} rifiuta: {reason}. VETRINA_TURN_SECRET deve essere lo static-auth-secret di coturn, e i due orologi devono essere giusti.',
  'checkup.turn.silent':
    '{url} non risponde: {reason}. Controlla che coturn sia in funzione e che il firewall lasci passare la sua porta.',

  'checkup.about.uplink': 'Banda in uscita',
  'checkup.uplink.known':
    'Vetrina manda al massimo {mbit} Mbit/s: oltre, gli spettatori ricevono un’immagine più piccola, poi foto, mai un’immagine rotta.',
  'checkup.uplink.unset':
    'VETRINA_UPLINK_MBIT non è impostato. Su una linea che una sala piena può riempire, imposta quanto porta in uscita: così in tanti ricevono immagini più piccole invece che rotte.',

  'checkup.about.worker': 'Worker del video',
  'checkup.worker.starts': 'Parte (mediasoup {version}). Vetrina ne usa {count}.',
  'checkup.worker.broken': 'Non parte: {reason}. npm start lo scarica o lo ricostruisce.',

  'checkup.about.database': 'Database',
  'checkup.database.none': 'Non c’è ancora. Il primo avvio lo crea in {folder}.',
  'checkup.database.whole': 'È intero: {size} MB, versione {version}.',
  'checkup.database.older':
    'È intero: {size} MB. Il prossimo avvio lo porta dalla versione {version} alla {newest}.',
  'checkup.database.newer':
    'L’ha scritto una Vetrina più nuova (versione {version}, questa arriva alla {newest}). Installa di nuovo quella più nuova.',
  'checkup.database.damaged':
    'È danneggiato: {reason}. Ferma Vetrina, tieni una copia di {folder}, e ripristina l’ultimo backup.',
  'checkup.database.closed': 'Non si apre: {reason}. {folder} deve appartenere all’utente che avvia Vetrina.',

  'checkup.about.growth': 'Crescita',
  'checkup.growth.young': 'Il negozio è troppo giovane per dire quanto cresce.',
  'checkup.growth.room': 'Il negozio cresce di {perMonth} MB al mese: c’è posto per anni.',
  'checkup.growth.months':
    'Il negozio cresce di {perMonth} MB al mese, e tra {months} mesi il disco è pieno. Fai posto, o passa a un disco più grande.',

  'checkup.about.disk': 'Disco',
  'checkup.disk.good': '{free} GB liberi, e una scrittura durevole richiede {ms} ms.',
  'checkup.disk.slow':
    'Una scrittura durevole richiede {ms} ms, e molte prenotazioni insieme devono aspettarla. Un SSD locale ne richiede meno di 5.',
  'checkup.disk.low': 'Solo {free} GB liberi. Fai posto presto: un disco pieno non accetta prenotazioni.',
  'checkup.disk.full': 'Solo {free} GB liberi. Un disco pieno non accetta prenotazioni: fai posto adesso.',
  'checkup.disk.memory':
    '{folder} sta in memoria: al riavvio della macchina si perde tutto. Imposta VETRINA_DATA_DIR.',
  'checkup.disk.closed':
    'In {folder} non si può scrivere: {reason}. Deve appartenere all’utente che avvia Vetrina.',

  'checkup.about.clock': 'Orologio',
  'checkup.clock.kept': 'Lo tiene giusto NTP.',
  'checkup.clock.loose':
    'Nulla lo tiene giusto, e da lui dipendono le scadenze e le credenziali del relay: sudo apt install systemd-timesyncd.',
  'checkup.clock.off':
    'Dista {seconds} s dall’orologio di {url}, e da lui dipendono le scadenze e le credenziali del relay: sudo apt install systemd-timesyncd.',
  'checkup.clock.unseen':
    'Da qui non si vede se NTP lo tiene giusto (manca timedatectl, come in un container).',

  'checkup.about.memory': 'Memoria',
  'checkup.memory.good': '{free} MB liberi.',
  'checkup.memory.low': 'Solo {free} MB liberi: bastano per una diretta piccola. Con 1 GB si sta comodi.',
  'checkup.memory.short':
    'Solo {free} MB liberi: Vetrina potrebbe essere chiusa durante la diretta. Chiudi qualcosa, o prendi una macchina più grande.',

  'checkup.about.files': 'File aperti',
  'checkup.files.good': 'Si possono tenere aperti insieme {limit} file e socket.',
  'checkup.files.low':
    'Si possono tenere aperti insieme solo {limit} file e socket, troppo pochi per 2.000 spettatori. Imposta LimitNOFILE=65536 nella unit di systemd, o ulimit -n 65536.',

  'checkup.about.cpu': 'Processore',
  'checkup.cpu.good': '{cores} core, occupati al {busy} %.',
  'checkup.cpu.busy':
    '{cores} core, occupati al {busy} %. Guarda con top che cos’altro gira; una diretta vuole la macchina per sé.',
  'checkup.cpu.workers':
    'VETRINA_WORKERS è {workers}, ma i core sono {cores}: i worker che si dividono un core si rallentano. Non impostarlo.',
};
