/**
 * Everything that needs no platform: parsers and formatters, tasks, drivers, and resolvers over given
 * answers. A caller brings a `Platform`.
 */

// A whole message
export { analyze } from "./analysis/analyze.ts";
export { AnalysisReader } from "./analysis/read.ts";
export type { ReadMessage } from "./analysis/read.ts";
export { DEFAULT_POLICY, resolveInputs } from "./analysis/inputs.ts";
export type {
  AnalysisInputs,
  Envelope,
  InputOptions,
  LineEndings,
  Policy,
  PolicyOptions,
} from "./analysis/inputs.ts";
export { SCHEMA_VERSION } from "./analysis/report.ts";
export type { ArcOverride } from "./analysis/arc-override.ts";
export type {
  ArcReport,
  BimiReport,
  DmarcReport,
  IprevReport,
  MessageFacts,
  MessageReport,
  NotEvaluated,
  SpfReport,
} from "./analysis/report.ts";
export { recoverEnvelope } from "./analysis/recover-envelope.ts";
export type { EnvelopeSource, RecoveredEnvelope } from "./analysis/recover-envelope.ts";
export type { ReplayIndicator } from "./analysis/replay-indicators.ts";

// What to make of a report
export { toAuthenticationResults } from "./analysis/authentication-results.ts";
export { adviseDisposition } from "./analysis/advice.ts";
export type { AdviceCause, AdviceOptions, DispositionAdvice, LocalAction } from "./analysis/advice.ts";
export { formatSmtpReply } from "./analysis/smtp-reply.ts";
export type { SmtpReply } from "./analysis/smtp-reply.ts";
export { explain } from "./analysis/explain/explain.ts";
export { formatExplanation } from "./analysis/explain/quote.ts";
export type { Quote, Statement, StatementKind, Topic } from "./analysis/explain/statement.ts";
export { BUNDLE_VERSION, makeBundle, replayBundle } from "./analysis/bundle.ts";
export type { BundleContent, BundledMessage, EvidenceBundle, ReplayOptions } from "./analysis/bundle.ts";

// SPF
export { checkHost } from "./spf/check-host.ts";
export type { CheckHostInput } from "./spf/check-host.ts";
export { checkHelo, checkMailFrom } from "./spf/identity.ts";
export type { SpfCheckOptions, SpfEnvelope } from "./spf/identity.ts";
export { formatSpfRecord, parseSpfRecord } from "./spf/record.ts";
export type { Directive, Mechanism, Modifier, SpfRecord, SpfRecordParse, Term } from "./spf/record.ts";
export { formatReceivedSpf, representableReceivedSpf, toReceivedSpf } from "./spf/received-spf.ts";
export type { ReceivedSpf, ReceivedSpfPair } from "./spf/received-spf.ts";
export { parseReceivedSpf } from "./spf/received-spf-parse.ts";
export type { ReceivedSpfOutcome } from "./spf/received-spf-parse.ts";
export type { SpfResult } from "./spf/result.ts";
export type { SpfEvent } from "./spf/trace.ts";
export type { SpfNote, SpfRecordNote } from "./spf/notes.ts";
export { evaluateIprev } from "./iprev/evaluate.ts";
export type { IprevInput } from "./iprev/evaluate.ts";
export type { IprevResult } from "./iprev/result.ts";
export type { IprevEvent } from "./iprev/trace.ts";

// DKIM
export { extractSignatures, planDkimDigests } from "./dkim/extract-signatures.ts";
export type { ExtractedSignature, ExtractionOptions } from "./dkim/extract-signatures.ts";
export { verifySignatures } from "./dkim/verify.ts";
export type { VerificationInput } from "./dkim/verify.ts";
export { parseDkimSignature } from "./dkim/signature.ts";
export type { DkimSignature, DkimSignatureReading } from "./dkim/signature.ts";
export { parseDkimKey } from "./dkim/key-record.ts";
export type { DkimKey, DkimKeyIssue, DkimKeyReading, PublishedKey } from "./dkim/key-record.ts";
export type { DkimPolicy } from "./dkim/policy.ts";
export type { Coverage, DkimResult, FieldInstance, HeaderDiagnosis } from "./dkim/result.ts";
export type { DkimEvent } from "./dkim/trace.ts";
export type { DkimKeyNote, DkimNote } from "./dkim/notes.ts";

// DKIM signing
export { SigningReader } from "./dkim/sign.ts";
export type { SigningOptions, SigningOutcome } from "./dkim/sign.ts";
export type { SigningIssue } from "./dkim/signing-issue.ts";
export type { SigningKey, SigningNote } from "./dkim/signing-key.ts";
export type { CanonicalizationPair, DkimSignatureOptions } from "./dkim/signing-options.ts";
export type { Ed25519Signer, RsaSigner, Signer } from "./crypto/signer.ts";

// ARC
export { collectArcSets, planArcDigests } from "./arc/sets.ts";
export type { ArcFieldName, CollectedChain, CollectedSet, StrayField } from "./arc/sets.ts";
export { validateChain } from "./arc/validate.ts";
export type { ChainInput } from "./arc/validate.ts";
export { parseArcSeal } from "./arc/seal.ts";
export type { ChainValidation, Seal, SealIssue, SealReading } from "./arc/seal.ts";
export { parseArcMessageSignature } from "./arc/message-signature.ts";
export type {
  MessageSignature,
  MessageSignatureIssue,
  MessageSignatureReading,
} from "./arc/message-signature.ts";
export type {
  ArcAssessment,
  ArcCause,
  ArcResult,
  ArcSet,
  MessageSignatureResult,
  SealPermerrorCause,
  SealResult,
} from "./arc/result.ts";
export type { Change, HopChange } from "./arc/changes.ts";
export type { ArcPolicy } from "./arc/policy.ts";
export type { ArcEvent } from "./arc/trace.ts";
export type { ArcNote, VolatileField } from "./arc/notes.ts";
export { SealingReader } from "./arc/seal-message.ts";
export type { SealedFindings, SealingOptions, SealingOutcome } from "./arc/seal-message.ts";
export type { SealingIssue } from "./arc/sealing-scope.ts";
export type { FieldLayout } from "./message/tag-list-layout.ts";

// DMARC
export { discoverPolicy } from "./dmarc/discovery.ts";
export type { PolicyDiscovery } from "./dmarc/discovery.ts";
export { evaluateDmarc } from "./dmarc/evaluate.ts";
export type { DmarcInput } from "./dmarc/evaluate.ts";
export { formatDmarcRecord, parseDmarcRecord } from "./dmarc/record.ts";
export type { DmarcRecord, DmarcRecordReading, DmarcSettings } from "./dmarc/record.ts";
export type { DmarcPolicy } from "./dmarc/policy.ts";
export type { AlignedIdentifier, AppliedPolicy, DmarcResult, Discovery } from "./dmarc/result.ts";
export type { TreeWalk, TreeWalkStep } from "./dmarc/tree-walk.ts";
export type { DmarcEvent } from "./dmarc/trace.ts";
export type { DmarcNote, DmarcRecordNote } from "./dmarc/notes.ts";

// BIMI (what reads images and certificates is in `waxseal/bimi`)
export { evaluateBimi } from "./bimi/evaluate.ts";
export type { BimiInput } from "./bimi/evaluate.ts";
export { checkPublishedBimi } from "./analysis/published-bimi.ts";
export type { PublishedBimi, PublishedBimiInput } from "./analysis/published-bimi.ts";
export { formatBimiRecord, parseBimiRecord } from "./bimi/record.ts";
export type {
  AvatarPreference,
  BimiRecord,
  BimiRecordIssue,
  BimiRecordNote,
  BimiRecordReading,
  BimiSettings,
} from "./bimi/record.ts";
export { parseBimiSelector } from "./bimi/selector.ts";
export type { SelectorIssue, SelectorReading } from "./bimi/selector.ts";
export { bimiFieldsToRemove, formatBimiFields } from "./bimi/header-fields.ts";
export type { DocumentChecking, DocumentCheckOptions, DocumentChecks } from "./bimi/document-checks.ts";
export type { EvidenceClaim } from "./bimi/document-checks.ts";
export type { CertificateSummary, EvidenceCause, EvidenceResult } from "./bimi/evidence-result.ts";
export type { IndicatorDocument, IndicatorResult, SvgViolation } from "./bimi/indicator-result.ts";
export type { Mark, MarkType } from "./bimi/mark.ts";
export type { BimiPolicy } from "./bimi/policy.ts";
export type {
  Assertion,
  Authority,
  BimiFailCause,
  BimiResult,
  BimiSkipCause,
  BimiTemperrorCause,
} from "./bimi/result.ts";
export type { BimiEvent } from "./bimi/trace.ts";
export type { BimiNote } from "./bimi/notes.ts";

// Authentication-Results
export { formatArcAuthenticationResults, formatAuthenticationResults } from "./authres/format.ts";
export { parseArcAuthenticationResults, parseAuthenticationResults } from "./authres/parse.ts";
export type { AuthenticationResultsOutcome } from "./authres/parse.ts";
export { readArcAuthenticationResults, readAuthenticationResults } from "./authres/dialect.ts";
export { authenticationResultsFields } from "./authres/header.ts";
export type { AuthresField } from "./authres/header.ts";
export { representableResults } from "./authres/representable.ts";
export { registeredResult } from "./authres/registry.ts";
export { assessTrust } from "./authres/trust.ts";
export type { AssessedField, AuthresTrust, TrustAssessment } from "./authres/trust.ts";
export type {
  AuthenticationResults,
  AuthresReading,
  MethodResult,
  ResultProperty,
} from "./authres/result.ts";

// Messages
export { MessageReader } from "./message/message-reader.ts";
export type { ReaderOptions } from "./message/message-reader.ts";
export type { BodyDigest, DigestRequest, Message, MessageNote } from "./message/message.ts";
export type { HeaderField } from "./message/header-field.ts";
export { decideAuthor } from "./message/author.ts";
export type {
  AuthorAmbiguity,
  AuthorDecision,
  AuthorMailbox,
  AuthorNote,
} from "./message/author-decision.ts";
export { parseAddressList } from "./message/address-list.ts";
export { formatAddressList } from "./message/address-format.ts";
export { formatReceived, parseReceived } from "./message/received.ts";
export type { ParsedReceived, Received } from "./message/received.ts";
export { readReceivedChain } from "./message/received-chain.ts";
export type { ReceivedHop, ReceivedNote } from "./message/received-chain.ts";

// Tasks, drivers and platforms
export {
  all,
  fetchResource,
  fetchTranscript,
  lookup,
  transcript,
  verifySignatureBytes,
} from "./task/task.ts";
export type { Effect, FetchAnswer, FetchFailureReason, Task } from "./task/task.ts";
export { transcriptFetcher } from "./task/fetch-transcript.ts";
export type { FetchExchange, RecordedFetch } from "./task/fetch-transcript.ts";
export { run } from "./task/run.ts";
export type { RunOptions } from "./task/run.ts";
export { runSync } from "./task/run-sync.ts";
export type { Fetcher, Platform } from "./task/platform.ts";
export type { Cancellation } from "./task/cancellation.ts";
export type { CryptoProvider, VerifyAnswer, VerifyRequest } from "./crypto/provider.ts";
export { DEFAULT_LIMITS } from "./base/limits.ts";
export type { Limits } from "./base/limits.ts";
export type { Span } from "./base/span.ts";

// DNS
export type {
  DnsAnswer,
  DnsExchange,
  DnsFailure,
  DnsFailureReason,
  MailExchange,
  RecordData,
  RecordType,
} from "./dns/answer.ts";
export type { Resolver } from "./dns/resolver.ts";
export { cachingResolver } from "./dns/caching.ts";
export type { CachingOptions } from "./dns/caching.ts";
export { overlayResolver } from "./dns/overlay.ts";
export { recordingResolver } from "./dns/recording.ts";
export type { RecordingResolver } from "./dns/recording.ts";
export { snapshotResolver } from "./dns/snapshot.ts";
export { transcriptResolver } from "./dns/transcript.ts";
export { formatTxtRecord } from "./dns/zone-file.ts";
export type { Zone } from "./dns/zone.ts";
