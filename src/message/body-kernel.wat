;; The two walks over a body that cost the most, sixteen bytes at a time.
;;
;; The caller puts bytes at $INPUT, at most 65538 of them, and finds what `reduce` makes of them at
;; $OUTPUT. The memory never grows, so views of it stay good.
;;
;;        0   table: for each set of kept bytes out of eight, where they come from
;;     2048   what `census` counted
;;     4096   input, and behind it 32 bytes that may be read but mean nothing
;;    73728   output, and behind it 16 bytes that may be written but mean nothing
(module
  (memory (export "memory") 3 3)
  (global $INPUT (export "input") i32 (i32.const 4096))
  (global $OUTPUT (export "output") i32 (i32.const 73728))
  (global $COUNTS (export "counts") i32 (i32.const 2048))

  ;; Fills the table: entry n holds, from its first byte on, the numbers of the bits that are set in n.
  (func $prepare
    (local $set i32) (local $bit i32) (local $entry i32)
    (loop $sets
      (local.set $entry (i32.shl (local.get $set) (i32.const 3)))
      (local.set $bit (i32.const 0))
      (loop $bits
        (if (i32.and (i32.shr_u (local.get $set) (local.get $bit)) (i32.const 1))
          (then
            (i32.store8 (local.get $entry) (local.get $bit))
            (local.set $entry (i32.add (local.get $entry) (i32.const 1)))))
        (local.set $bit (i32.add (local.get $bit) (i32.const 1)))
        (br_if $bits (i32.lt_u (local.get $bit) (i32.const 8))))
      (local.set $set (i32.add (local.get $set) (i32.const 1)))
      (br_if $sets (i32.lt_u (local.get $set) (i32.const 256)))))
  (start $prepare)

  ;; Reduces white space (RFC 6376 §3.4.4): a space or tab is dropped when white space or CRLF
  ;; follows, and a tab that stays becomes a space. Takes the number of bytes to judge; the two bytes
  ;; behind them are looked at. Returns how many bytes stand at $OUTPUT.
  (func (export "reduce") (param $count i32) (result i32)
    (local $from i32) (local $end i32) (local $to i32) (local $kept i32)
    (local $bytes v128) (local $next v128) (local $tabs v128)
    (local.set $from (global.get $INPUT))
    (local.set $end (i32.add (global.get $INPUT) (local.get $count)))
    (local.set $to (global.get $OUTPUT))
    (block $done
      (loop $blocks
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $bytes (v128.load (local.get $from)))
        (local.set $next (v128.load offset=1 (local.get $from)))
        (local.set $tabs (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 9))))
        ;; One bit for each byte that is kept.
        (local.set $kept
          (i32.xor
            (i32.const 0xffff)
            (i8x16.bitmask
              (v128.and
                (v128.or (local.get $tabs) (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 32))))
                (v128.or
                  (v128.or
                    (i8x16.eq (local.get $next) (i8x16.splat (i32.const 32)))
                    (i8x16.eq (local.get $next) (i8x16.splat (i32.const 9))))
                  (v128.and
                    (i8x16.eq (local.get $next) (i8x16.splat (i32.const 13)))
                    (i8x16.eq (v128.load offset=2 (local.get $from)) (i8x16.splat (i32.const 10)))))))))
        (if (i32.lt_u (i32.sub (local.get $end) (local.get $from)) (i32.const 16))
          (then
            (local.set $kept
              (i32.and
                (local.get $kept)
                (i32.sub
                  (i32.shl (i32.const 1) (i32.sub (local.get $end) (local.get $from)))
                  (i32.const 1))))))
        (local.set $bytes
          (v128.bitselect (i8x16.splat (i32.const 32)) (local.get $bytes) (local.get $tabs)))
        (if (i32.eq (local.get $kept) (i32.const 0xffff))
          (then
            (v128.store (local.get $to) (local.get $bytes))
            (local.set $to (i32.add (local.get $to) (i32.const 16))))
          (else
            ;; The kept bytes of each half move together; what is written behind them is overwritten.
            (v128.store64_lane 0
              (local.get $to)
              (i8x16.swizzle
                (local.get $bytes)
                (v128.load64_zero
                  (i32.shl (i32.and (local.get $kept) (i32.const 0xff)) (i32.const 3)))))
            (local.set $to
              (i32.add (local.get $to) (i32.popcnt (i32.and (local.get $kept) (i32.const 0xff)))))
            (local.set $kept (i32.shr_u (local.get $kept) (i32.const 8)))
            (v128.store64_lane 0
              (local.get $to)
              (i8x16.swizzle
                (i64x2.splat (i64x2.extract_lane 1 (local.get $bytes)))
                (v128.load64_zero (i32.shl (local.get $kept) (i32.const 3)))))
            (local.set $to (i32.add (local.get $to) (i32.popcnt (local.get $kept))))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $blocks)))
    (i32.sub (local.get $to) (global.get $OUTPUT)))

  ;; Whether nothing about the bytes is worth a note: each CR before an LF and each LF behind a CR, no
  ;; NUL, and no LF more than 998 bytes behind the start of its line. Takes the number of bytes, one at
  ;; least, and how many bytes of the first line came before them. What stands before the first byte and
  ;; behind the last one is not judged. Returns where the last line starts, 0 for no LF, or -1 for doubt.
  (func (export "survey") (param $count i32) (param $open i32) (result i32)
    (local $at i32) (local $last i32) (local $line i32) (local $lfs i32) (local $byte i32)
    (local $bytes v128)
    (local.set $at (global.get $INPUT))
    (local.set $last (i32.sub (i32.add (global.get $INPUT) (local.get $count)) (i32.const 1)))
    (local.set $line (i32.sub (global.get $INPUT) (local.get $open)))
    (block $short
      (loop $blocks
        (br_if $short (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $last)))
        (local.set $bytes (v128.load (local.get $at)))
        (if
          (v128.any_true
            (v128.or
              (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0)))
              (v128.xor
                (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 13)))
                (i8x16.eq (v128.load offset=1 (local.get $at)) (i8x16.splat (i32.const 10))))))
          (then (return (i32.const -1))))
        (local.set $lfs (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 10)))))
        (if (local.get $lfs)
          (then
            (if
              (i32.gt_s
                (i32.sub (i32.add (local.get $at) (i32.ctz (local.get $lfs))) (local.get $line))
                (i32.const 998))
              (then (return (i32.const -1))))
            (local.set $line
              (i32.add (local.get $at) (i32.sub (i32.const 32) (i32.clz (local.get $lfs)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $blocks)))
    (loop $rest
      (local.set $byte (i32.load8_u (local.get $at)))
      (if (i32.eqz (local.get $byte)) (then (return (i32.const -1))))
      (if
        (i32.and
          (i32.lt_u (local.get $at) (local.get $last))
          (i32.ne
            (i32.eq (local.get $byte) (i32.const 13))
            (i32.eq (i32.load8_u offset=1 (local.get $at)) (i32.const 10))))
        (then (return (i32.const -1))))
      (if (i32.eq (local.get $byte) (i32.const 10))
        (then
          (if (i32.gt_s (i32.sub (local.get $at) (local.get $line)) (i32.const 998))
            (then (return (i32.const -1))))
          (local.set $line (i32.add (local.get $at) (i32.const 1)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $rest (i32.le_u (local.get $at) (local.get $last))))
    (if (result i32) (i32.gt_s (local.get $line) (global.get $INPUT))
      (then (i32.sub (local.get $line) (global.get $INPUT)))
      (else (i32.const 0))))

  ;; Adds the bits of a block to a number of occurrences; beside it stands where the first one is.
  (func $tally (param $counts i32) (param $bits i32) (param $at i32)
    (if (i32.eqz (local.get $bits)) (then (return)))
    (if (i32.eqz (i32.load (local.get $counts)))
      (then
        (i32.store offset=4
          (local.get $counts)
          (i32.add (local.get $at) (i32.ctz (local.get $bits))))))
    (i32.store
      (local.get $counts)
      (i32.add (i32.load (local.get $counts)) (i32.popcnt (local.get $bits)))))

  ;; Counts what is worth a note. At $COUNTS stand, as pairs of a number and the index of the first: each
  ;; CR without an LF behind it, each LF without a CR before it, each NUL. Takes the number of bytes, one
  ;; at least. A CR as the last byte and an LF as the first one are not judged.
  (func (export "census") (param $count i32)
    (local $at i32) (local $left i32) (local $judged i32) (local $crs i32) (local $lfs i32)
    (local $bytes v128)
    (v128.store (global.get $COUNTS) (v128.const i32x4 0 0 0 0))
    (i64.store offset=16 (global.get $COUNTS) (i64.const 0))
    (loop $blocks
      (local.set $left (i32.sub (i32.sub (local.get $count) (local.get $at)) (i32.const 1)))
      ;; One bit for each byte that has a next one.
      (local.set $judged
        (if (result i32) (i32.lt_u (local.get $left) (i32.const 16))
          (then (i32.sub (i32.shl (i32.const 1) (local.get $left)) (i32.const 1)))
          (else (i32.const 0xffff))))
      (local.set $bytes (v128.load (i32.add (global.get $INPUT) (local.get $at))))
      (local.set $crs
        (i32.and
          (local.get $judged)
          (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 13))))))
      (local.set $lfs
        (i32.and
          (local.get $judged)
          (i8x16.bitmask
            (i8x16.eq
              (v128.load offset=1 (i32.add (global.get $INPUT) (local.get $at)))
              (i8x16.splat (i32.const 10))))))
      (call $tally
        (global.get $COUNTS)
        (i32.and (local.get $crs) (i32.xor (local.get $lfs) (i32.const -1)))
        (local.get $at))
      (call $tally
        (i32.add (global.get $COUNTS) (i32.const 8))
        (i32.and (local.get $lfs) (i32.xor (local.get $crs) (i32.const -1)))
        (i32.add (local.get $at) (i32.const 1)))
      (call $tally
        (i32.add (global.get $COUNTS) (i32.const 16))
        (i32.and
          (i32.and (i32.or (i32.shl (local.get $judged) (i32.const 1)) (i32.const 1)) (i32.const 0xffff))
          (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0)))))
        (local.get $at))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $blocks (i32.lt_u (local.get $at) (local.get $count))))))
