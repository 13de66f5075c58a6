# Judges cases with Mail::SPF or Mail::DKIM. One JSON line in, one out; DNS questions go back to the caller.
use strict;
use warnings;

my $now;
BEGIN { *CORE::GLOBAL::time = sub () { defined $now ? $now : CORE::time() } }

use JSON::PP;
use MIME::Base64;
use Net::DNS;

# Remarks of the modules about what they read are no part of the answer.
$SIG{__WARN__} = sub { };

my $json = JSON::PP->new->latin1->canonical;
$| = 1;

sub say_line { print $json->encode( $_[0] ), "\n" }

# Answers like a resolver of Net::DNS, with what the caller says.
package CallerResolver {
    sub new         { return bless { error => 'NOERROR' }, shift }
    sub errorstring { return $_[0]{error} }
    sub isa         { return $_[1] eq 'Net::DNS::Resolver' || UNIVERSAL::isa(@_) }

    sub send {
        my ( $self, $name, $type ) = @_;
        main::say_line( { ask => { type => $type, name => $name } } );
        my $answer = $json->decode( scalar <STDIN> );
        my $packet = Net::DNS::Packet->new( $name, $type, 'IN' );
        my $kind   = $answer->{kind};
        if ( $kind eq 'failure' && $answer->{reason} eq 'timeout' ) {
            $self->{error} = 'query timed out';
            return undef;
        }
        my %rcode = ( failure => 'SERVFAIL', nxdomain => 'NXDOMAIN' );
        $packet->header->rcode( $rcode{$kind} // 'NOERROR' );
        $self->{error} = $rcode{$kind} // 'NOERROR';
        $packet->push( answer => record( $name, $type, $_ ) ) for @{ $answer->{records} // [] };
        return $packet;
    }

    sub record {
        my ( $name, $type, $data ) = @_;
        my %common = ( name => $name, type => $type, class => 'IN', ttl => 60 );
        return Net::DNS::RR->new( %common, txtdata => $data ) if $type eq 'TXT';
        return Net::DNS::RR->new( %common, preference => $data->{priority}, exchange => $data->{exchange} )
          if $type eq 'MX';
        return Net::DNS::RR->new( %common, ptrdname => $data ) if $type eq 'PTR';
        return Net::DNS::RR->new( %common, address => $data );
    }
}

sub spf_judge {
    require Mail::SPF;
    my $server = Mail::SPF::Server->new( dns_resolver => CallerResolver->new, hostname => 'unknown' );
    my $check  = sub {
        my ( $case, $scope, $identity ) = @_;
        my $verdict = eval {
            my $request = Mail::SPF::Request->new(
                versions      => [1],
                scope         => $scope,
                identity      => $identity,
                ip_address    => $case->{clientIp},
                helo_identity => $case->{helo},
            );
            my $result = $server->process($request);
            { word => $result->code, detail => $result->text };
        };
        return $verdict // { word => 'exception', detail => "$@" };
    };
    return sub {
        my ($case) = @_;
        my $sender = $case->{mailFrom} // '';
        my $mail_from =
          $sender eq '' ? $check->( $case, 'helo', $case->{helo} ) : $check->( $case, 'mfrom', $sender );
        return { spf => { mailFrom => $mail_from, helo => $check->( $case, 'helo', $case->{helo} ) } };
    };
}

sub dkim_judge {
    require Mail::DKIM::Verifier;
    require Mail::DKIM::DNS;
    Mail::DKIM::DNS::resolver( CallerResolver->new );
    my %words = ( pass => 'pass', fail => 'fail', invalid => 'unverifiable', temperror => 'temperror' );
    return sub {
        my ($case) = @_;
        $now = $case->{now};
        my $verdicts = eval {
            my $dkim = Mail::DKIM::Verifier->new;
            $dkim->PRINT( decode_base64( $case->{message} ) );
            $dkim->CLOSE;
            [
                map {
                    my $word = $_->result // 'exception';
                    my $detail = $_->result_detail // '';
                    $word = 'policy' if $detail =~ /expired/;
                    { word => $words{$word} // $word, detail => $detail }
                }
                grep { ref($_) eq 'Mail::DKIM::Signature' } $dkim->signatures
            ];
        };
        return { dkim => [], detail => "$@" } unless defined $verdicts;
        return { dkim => $verdicts };
    };
}

my %judges = ( spf => \&spf_judge, dkim => \&dkim_judge );
my $judge  = $judges{ $ARGV[0] }->();
while ( defined( my $line = <STDIN> ) ) {
    say_line( { verdicts => $judge->( $json->decode($line) ) } );
}
